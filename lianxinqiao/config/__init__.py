"""Settings, urls, wsgi and the lxq command: the only room that knows the machine."""
