"""The Temporal client with its one plugin (converter, workflows, sandbox pass-through), queues, attribute keys, and how calls fail."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from temporalio.client import Client, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.envconfig import ClientConfig
from temporalio.plugin import SimplePlugin
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import UnsandboxedWorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.names import EMAIL_QUEUE, INTERVIEWS_QUEUE, SMS_QUEUE
from payloads import CONVERTER
from workflows.appraisal import AppraisalWorkflow, RollUpWorkflow
from workflows.attributes import KEYS as SEARCH_ATTRIBUTES
from workflows.bulk import BulkWorkflow
from workflows.interview import InterviewWorkflow
from workflows.monitor import MonitorWorkflow
from workflows.push import PushWorkflow

WORKFLOWS = [InterviewWorkflow, MonitorWorkflow, RollUpWorkflow, AppraisalWorkflow, PushWorkflow, BulkWorkflow]
RPC_TIMEOUT = timedelta(seconds=10)
Result = TypeVar("Result")

__all__ = [
    "EMAIL_QUEUE",
    "INTERVIEWS_QUEUE",
    "RPC_TIMEOUT",
    "SEARCH_ATTRIBUTES",
    "SMS_QUEUE",
    "WORKFLOWS",
    "Ended",
    "Unanswered",
    "answered",
    "connect",
    "plugin",
]


class Ended(Exception):
    """The interview's workflow has ended (or never was): its rows tell what came of it."""


class Unanswered(Exception):
    """No worker answered in time. The command may still be applied: repeat it with the same Idempotency-Key."""


def plugin(sandboxed: bool = True) -> SimplePlugin:
    """The one place that says how payloads are written and how workflow code is run.

    Tests and replays run it in the SDK's sandbox, which stops it from looking at the clock, at chance or outside. Serving
    workers do without: the sandbox loads our modules anew for every workflow, half of a workflow's CPU (docs/performance.md).
    """
    sandbox = SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules("domain", "activities.names")
    )
    runner = sandbox if sandboxed else UnsandboxedWorkflowRunner()
    return SimplePlugin("mianyue", data_converter=CONVERTER, workflows=WORKFLOWS, workflow_runner=runner)


async def connect(runtime: Runtime | None = None, lazy: bool = False, sandboxed: bool = True) -> Client:
    """A client for the server that TEMPORAL_* names (address, namespace, TLS, API key); a lazy one connects when first used."""
    config = ClientConfig.load_client_connect_config()
    config.setdefault("target_host", "127.0.0.1:7233")
    if runtime is not None:
        return await Client.connect(**config, plugins=[plugin(sandboxed)], runtime=runtime, lazy=lazy)
    return await Client.connect(**config, plugins=[plugin(sandboxed)], lazy=lazy)


async def answered(call: Awaitable[Result]) -> Result:
    """The call's answer within its time limit, with Temporal's transport errors named as ours."""
    try:
        return await asyncio.wait_for(call, RPC_TIMEOUT.total_seconds() + 2)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise Ended from None
        raise Unanswered from None
    except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError):
        raise Unanswered from None
    except RuntimeError as error:
        # The SDK has no type of its own for a lazy client that cannot connect yet.
        if not str(error).startswith("Failed client connect"):
            raise
        raise Unanswered from None
