"""A PostgreSQL of the benchmark's own, migrated, gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.postgres import embedded

ROOT = Path(__file__).resolve().parents[2]
_NOWHERE = subprocess.DEVNULL
_OPTIONS = ("shared_buffers=512MB", "max_wal_size=4GB")


@contextmanager
def database() -> Iterator[str]:
    """The URL of a migrated database on a server that nobody else uses. Raises: SystemExit when it does not start."""
    with tempfile.TemporaryDirectory(prefix="mianyue-kpi-") as folder:
        server = embedded(Path(folder))
        server.prepare()
        process = subprocess.Popen(server.argv(*_OPTIONS), stdout=_NOWHERE, stderr=_NOWHERE)
        try:
            while subprocess.run(server.is_ready_argv(), check=False, timeout=5).returncode != 0:
                if process.poll() is not None:
                    raise SystemExit("PostgreSQL did not start")
                time.sleep(0.1)
            env = {**os.environ, "MIANYUE_DATABASE_URL": server.url()}
            migrate = [sys.executable, "-m", "alembic", "upgrade", "head"]
            subprocess.run(migrate, cwd=ROOT, env=env, check=True, timeout=120, stdout=_NOWHERE, stderr=_NOWHERE)
            yield server.url()
        finally:
            # Fast: a connection that an error left open must not hold it up.
            process.send_signal(signal.SIGINT)
            process.wait(60)
