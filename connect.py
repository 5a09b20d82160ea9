"""The Temporal client with its one plugin (pydantic converter, workflows, sandbox pass-through), its queues and attribute keys."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.plugin import SimplePlugin
from temporalio.runtime import Runtime
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

__all__ = [
    "EMAIL_QUEUE",
    "INTERVIEWS_QUEUE",
    "RPC_TIMEOUT",
    "SEARCH_ATTRIBUTES",
    "SMS_QUEUE",
    "WORKFLOWS",
    "connect",
    "plugin",
]


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
