"""The empty twin: the same workflow, queues and worker options in a namespace of its own, with activities that do nothing."""

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio import activity
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker

from activities import names
from bench.bare import QUEUE, BareWorkflow
from connect import SEARCH_ATTRIBUTES, connect, plugin
from domain.change import Change
from domain.looking import Standing
from domain.state import NoticeRef
from domain.terms import NoticeState
from settings import settings
from worker import serving

NAMESPACE = "bench-twin"
READY = "ready"
_RETENTION = timedelta(days=1)
_LOOKS, _BETWEEN_LOOKS_SECONDS = 150, 0.2


@activity.defn(name=names.RECORD)
async def record(change: Change) -> None:
    """Nothing."""


@activity.defn(name=names.GIVE_UP)
async def give_up(notice_id: str, detail: str, to: NoticeState) -> NoticeState:
    """Nothing."""
    return to


@activity.defn(name=names.STANDING)
async def standing(interview: str, revision: int, step: str) -> list[Standing]:
    """Whatever is asked about has arrived."""
    return [Standing("", NoticeState.DELIVERED)]


@activity.defn(name=names.SEND_SMS)
async def send_sms(ref: NoticeRef) -> NoticeState:
    """Nothing but a line on stdout, by which the load knows that the life may go on."""
    return _sent()


@activity.defn(name=names.SEND_EMAIL)
async def send_email(ref: NoticeRef) -> NoticeState:
    """Nothing but a line on stdout, by which the load knows that the life may go on."""
    return _sent()


def _sent() -> NoticeState:
    os.write(sys.stdout.fileno(), f"{activity.info().workflow_id}\n".encode())
    return NoticeState.ACCEPTED


async def namespace(client: Client, name: str) -> Client:
    """A client of the namespace on the same server; it is made, with our search attributes, when missing."""
    request = RegisterNamespaceRequest(namespace=name)
    request.workflow_execution_retention_period.FromTimedelta(_RETENTION)
    try:
        await client.workflow_service.register_namespace(request)
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
    wanted = {key.name: key.indexed_value_type for key in SEARCH_ATTRIBUTES}
    attributes = AddSearchAttributesRequest(namespace=name, search_attributes=wanted)  # type: ignore[arg-type]
    for _ in range(_LOOKS):
        if await _answers(client, attributes):
            break
        await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)
    return await Client.connect(
        client.service_client.config.target_host, namespace=name, plugins=[plugin(sandboxed=False)]
    )


async def _answers(client: Client, attributes: AddSearchAttributesRequest) -> bool:
    """False while the server has not yet noticed its own new namespace."""
    try:
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=attributes.namespace))
        await client.operator_service.add_search_attributes(attributes)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
    return True


async def main() -> None:
    """Serve the twin's namespace (TEMPORAL_NAMESPACE) until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await connect(sandboxed=False)
    bare = Worker(client, task_queue=QUEUE, workflows=[BareWorkflow])
    async with AsyncExitStack() as stack:
        for part in [bare, *serving(client, settings(), [record, give_up, standing], [send_sms], [send_email])]:
            await stack.enter_async_context(part)
        print(READY, flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdout.flush()
    os._exit(0)
