"""The web process: connections in its lifespan, every route of the API and of the pages, errors as problems."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import RedirectResponse

from api import (
    alerts,
    appeals,
    appraisal_policies,
    bulks,
    cancellations,
    cancelling,
    candidate_requests,
    commanding,
    comparison,
    creating,
    findings,
    health,
    holidays,
    hooks,
    imports,
    inbox,
    insight,
    kpi,
    kpi_comments,
    kpi_rows,
    listing,
    metrics,
    opt_outs,
    organisations,
    phone_tasks,
    policies,
    problems,
    rates,
    scores,
    slots,
    template_preview,
    templates,
    unknown_sends,
    users,
)
from api.context import App
from api.deadline import Deadline
from api.limits import BodyLimit
from connect import connect
from db.engine import make_engine
from logs import configure
from settings import settings
from web.assets import Assets, built
from web.candidate import privacy, routes, stopping
from web.console import CONSOLE, TOO_LARGE
from web.late import late
from web.live import Live


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the database pool and the Temporal client once per process."""
    configure("web")
    config = settings()
    config.checked_secret()
    config.check_hooks()
    built()
    engine = make_engine(config, "web", ping=True)
    app.state.app = App(engine, await connect(lazy=True), config)
    app.state.live = Live(config.database_url)
    news = asyncio.create_task(app.state.live.run())
    # All that was loaded stays for good: without this the collector looks through it again and again, 0.2 s each time. And a page
    # makes thousands of objects that go with it: looked for sooner, they were still in use, were kept among the old ones, and all
    # of these looked through every few seconds, 0.15 s each time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 100)
    yield
    news.cancel()
    await engine.dispose()


app = FastAPI(
    title="Mianyue 面约",
    version="1",
    description="Interview appointments: one durable workflow each. 每场面试一个持久流程。",
    lifespan=lifespan,
    # Their pages load scripts from a public CDN, which a private deployment cannot reach and should not trust.
    docs_url=None,
    redoc_url=None,
)
app.add_middleware(Deadline, late=late)
app.add_middleware(BodyLimit, pages=TOO_LARGE)
app.add_middleware(metrics.Measured)
app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
problems.install(app)
_COMMANDS = (creating, listing, slots, commanding, cancelling, cancellations, inbox, imports, holidays, bulks)
_NOTICES = (templates, template_preview, phone_tasks, unknown_sends, opt_outs, candidate_requests)
_APPRAISAL = (kpi, kpi_rows, kpi_comments, comparison, insight, alerts, appeals, appraisal_policies, scores)
_SETTINGS = (organisations, policies, users)
_OPERATIONS = (hooks, health, metrics, findings, rates)
for part in (*_COMMANDS, *_NOTICES, *_APPRAISAL, *_SETTINGS, *_OPERATIONS):
    app.include_router(part.router)
for part in (routes, stopping, privacy, *CONSOLE):
    app.include_router(part.router)


@app.get("/", include_in_schema=False)
async def front_door() -> RedirectResponse:
    """Who types the bare address wants the console."""
    return RedirectResponse("/console", 303)


app.mount("/static", Assets())
