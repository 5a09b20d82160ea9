"""The web process: connections in its lifespan, every route of the API and of the pages, errors as problems."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import cancelling, commanding, creating, problems
from api.context import App
from connect import connect
from db.engine import make_engine
from settings import settings


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the database pool and the Temporal client once per process."""
    config = settings()
    engine = make_engine(config, "web")
    app.state.app = App(engine, await connect(), config)
    yield
    await engine.dispose()


app = FastAPI(
    title="Mianyue 面约",
    version="1",
    description="Interview appointments: one durable workflow each. 每场面试一个持久流程。",
    lifespan=lifespan,
)
problems.install(app)
for part in (creating, commanding, cancelling):
    app.include_router(part.router)
