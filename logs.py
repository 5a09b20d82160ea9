"""How a process logs: one JSON line per event on stderr, ids and codes only, never names, numbers, addresses or texts."""

import logging
import sys

import structlog

_LOUD = ("python_http_client", "urllib3", "twilio", "httpx2", "temporalio")


def configure(process: str) -> None:
    """Send structlog and the standard library's loggers to stderr as JSON lines that name the process."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    line: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=line, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers, root.level = [handler], logging.INFO
    # At DEBUG some of these print headers with API keys, or payloads.
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(process=process)
