"""Public notices: what anyone is shown without an account, and the pages of those who answer."""
