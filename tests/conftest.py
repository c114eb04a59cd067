"""Every test runs in a home of its own; LXQ_DATABASE chooses PostgreSQL."""

import os
import tempfile

os.environ.setdefault("LXQ_HOME", tempfile.mkdtemp(prefix="lxq-test-"))
