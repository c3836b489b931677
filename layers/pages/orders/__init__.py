"""Orders on pages: the dispatcher's board, lists, one order, settings, weekly figures, the call."""
