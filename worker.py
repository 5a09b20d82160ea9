"""Composition root of the worker: engine → gateways → activities → one Temporal Worker per queue; stops gracefully on SIGTERM."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.worker import Worker

from activities.appraise import Appraiser
from activities.ask import Inquirer
from activities.bulk import Bulks
from activities.links import Links
from activities.monitor import Monitor
from activities.notify import Notifier
from activities.push import Pusher
from activities.record import Recorder
from activities.survey import Surveyor
from connect import EMAIL_QUEUE, INTERVIEWS_QUEUE, SMS_QUEUE, connect
from db.engine import make_engine
from gateways.appraisal import AppraisalGateway, gateway_of
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from logs import configure
from settings import Settings, settings
from starter import put_through

# A send in flight may take the provider's whole timeout; a shorter stop would turn it into an unknown one.
_GRACE = timedelta(seconds=25)

Activity = Callable[..., Any]


def workers(
    client: Client,
    config: Settings,
    engine: AsyncEngine,
    sms: SmsGateway,
    email: EmailGateway,
    appraisal: AppraisalGateway | None = None,
    **interviews: Any,
) -> list[Worker]:
    """One worker per queue: interviews (workflows and their writes), sms, email; without `appraisal` nothing is pushed.
    `interviews` overrides the first one's options."""
    secret = config.checked_secret()
    recorder = Recorder(engine, secret)
    links = Links(secret, config.web_url)
    notifier, inquirer = Notifier(engine, sms, email, links), Inquirer(engine, sms, email, links)
    writes: list[Activity] = [recorder.record, recorder.give_up, recorder.read_reason, inquirer.standing]
    surveyor = Surveyor(engine)
    writes += [surveyor.told_at, surveyor.may_be_asked]
    appraiser = Appraiser(engine)
    writes += [appraiser.roll_up, appraiser.look_for_alerts, appraiser.score_month, appraiser.propose_weights]
    pusher = Pusher(engine, appraisal)
    writes += [pusher.prepare, pusher.send, pusher.settle]
    bulks = Bulks(engine, partial(put_through, client))
    writes += [bulks.next_items, bulks.apply_item, bulks.mark]
    writes.append(Monitor(engine, client, pushes=appraisal is not None).watch)
    by_sms: list[Activity] = [notifier.send_sms, inquirer.ask_sms]
    by_email: list[Activity] = [notifier.send_email, inquirer.ask_email]
    return serving(client, config, writes, by_sms, by_email, **interviews)


def serving(
    client: Client,
    config: Settings,
    writes: list[Activity],
    sms: list[Activity],
    email: list[Activity],
    **interviews: Any,
) -> list[Worker]:
    """The workers around any activities of these names; the benchmark's empty twin is served by the same ones."""
    kept: dict[str, Any] = {"max_cached_workflows": 2000, **interviews}
    return [
        Worker(
            client,
            task_queue=INTERVIEWS_QUEUE,
            activities=writes,
            max_concurrent_local_activities=config.database_pool,
            graceful_shutdown_timeout=_GRACE,
            **kept,
        ),
        _sender(client, SMS_QUEUE, sms),
        _sender(client, EMAIL_QUEUE, email),
    ]


def _sender(client: Client, queue: str, activities: list[Activity]) -> Worker:
    return Worker(
        client,
        task_queue=queue,
        activities=activities,
        max_concurrent_activities=32,
        graceful_shutdown_timeout=_GRACE,
    )


async def run() -> None:
    """Serve until SIGTERM or SIGINT, then finish what is running."""
    config = settings()
    config.check_callbacks()
    engine = make_engine(config, "worker")
    sms, email, appraisal = SmsGateway(config), EmailGateway(config), gateway_of(config)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await connect(sandboxed=False)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(sms.close)
        stack.push_async_callback(email.close)
        if appraisal is not None:
            stack.push_async_callback(appraisal.close)
        for worker in workers(client, config, engine, sms, email, appraisal):
            await stack.enter_async_context(worker)
        structlog.get_logger().info("worker ready")
        await stop.wait()


if __name__ == "__main__":
    configure("worker")
    asyncio.run(run())
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)
