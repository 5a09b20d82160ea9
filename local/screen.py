"""What the person at the terminal sees: one line per event of a service, what is still starting, and the addresses."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from local.process import StackError
from local.supervisor import Service
from settings import Settings

WORDS = {
    "ready": ("[green]✓[/]", "ready 就绪"),
    "started": ("[green]✓[/]", "started 已启动"),
    "done": ("[green]✓[/]", "done 完成"),
    "restarting": ("[yellow]↻[/]", "restarting 重启"),
    "stopped": ("[dim]■[/]", "stopped 已停止"),
}
_DEMO_LOGINS = "zhangsan, lisi (recruiters 招聘) · chenjing (manager 主管) · hrops · admin"


class Screen:
    """Writes to the terminal; a terminal that went away never keeps the stack from stopping."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._starting: list[str] = []
        self._status: Status | None = None

    def event(self, service: Service, what: str, detail: str) -> None:
        """The supervisor's report."""
        if what == "starting":
            self._starting.append(service.name)
        else:
            if service.name in self._starting:
                self._starting.remove(service.name)
            mark, words = WORDS[what]
            self._print(
                f"{mark} {service.name:<9} {words} {escape(detail):<6} [dim]{escape(service.title)}[/]".rstrip()
            )
        self._spin()

    def addresses(self, settings: Settings, logs: Path, password: str) -> None:
        """Where everything is, once it is up; `password` is the one that the demo's users begin with."""
        self._print(f"\n  [bold]{escape(settings.web_url)}/[/]  [dim]console 控制台[/]")
        self._print(f"  [dim]sign in as 登录名[/] {_DEMO_LOGINS} [dim]· password 密码[/] [bold]{escape(password)}[/]")
        rows: Sequence[tuple[str, str]] = (
            ("API description 接口说明", f"{settings.web_url}/openapi.json"),
            ("Temporal UI 工作流界面", settings.ui_url),
            ("sandbox messages 沙箱消息", f"{settings.sandbox_url}/sandbox/messages"),
            ("logs 日志", str(logs)),
        )
        self._print("")
        for name, where in rows:
            self._print(f"  {escape(where)}  [dim]{name}[/]")
        self._print("  [dim]Ctrl-C stops everything 按 Ctrl-C 全部停止[/]\n")

    def say(self, text: str) -> None:
        """A plain line."""
        self._print(escape(text))

    def error(self, error: StackError) -> None:
        """The end of the log that explains it, then one clear line."""
        self.quiet()
        for line in error.tail.splitlines():
            self._print(f"  [dim]| {escape(line)}[/]")
        self._print(f"[red]✗[/] {escape(str(error))}")

    def quiet(self) -> None:
        """Take the spinner away, for example before another program writes."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _spin(self) -> None:
        if not self._starting or not self._console.is_terminal:
            self.quiet()
            return
        text = f"starting 正在启动: {', '.join(self._starting)}"
        if self._status is None:
            self._status = self._console.status(text)
            self._status.start()
        self._status.update(text)

    def _print(self, text: str) -> None:
        try:
            self._console.print(text)
        except OSError:
            return
