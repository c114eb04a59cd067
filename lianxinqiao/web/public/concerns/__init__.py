"""A resident says a matter and follows it: no account, no script needed."""
