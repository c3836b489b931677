"""民有所呼: what residents report without an account, as orders."""
