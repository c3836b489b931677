"""One file for each thing that can be asked for; `drafting.kinds` is the table of them."""
