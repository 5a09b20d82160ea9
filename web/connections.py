"""What the pages need of their process: database, Temporal client, settings, as the application put them into its state."""

from typing import Annotated, Protocol

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from settings import Settings


class Connections(Protocol):
    """The process's connections, made once when it starts."""

    @property
    def engine(self) -> AsyncEngine: ...

    @property
    def client(self) -> Client: ...

    @property
    def settings(self) -> Settings: ...


def connections(request: Request) -> Connections:
    """The connections of this process."""
    made: Connections = request.app.state.app
    return made


Connected = Annotated[Connections, Depends(connections)]
