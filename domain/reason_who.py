"""Of whom a plain reason speaks: the candidate, or on our side the interviewer, the system, the company."""

import re

CANDIDATE = re.compile(r"候选人|应聘者|应征者|求职者|面试者|对方|人家|(?<![a-z])(?:candidate|applicant|cdd)s?(?![a-z])")
_FIRST_PERSON = re.compile(r"本人|我(?!们|司|方|公司)|(?<![a-z])(?:i|im|ive|my)(?![a-z])")
INTERVIEWER = re.compile(
    "面试官|评委|考官|主考|总监|终面官|用人经理|部门经理|技术负责人|直属(?:领导|上级)"
    r"|(?<![a-z])(?:interviewers?|hiring managers?|panel\w*|assessors?|tech leads?)(?![a-z])"
)
# The named groups are the parties' own values.
OURS = re.compile(
    f"(?P<interviewer>{INTERVIEWER.pattern})"
    "|(?P<system>(?:ai|面试|招聘|测评|本|该)?(?:系统|平台)|服务器|后台|题库|机房|数字人|小程序|验证码|算法|接口"
    r"|(?<![a-z])(?:platform|system|servers?|avatar|portal|website)(?![a-z]))"
    r"|(?P<company>(?<!现)(?<!原)(?<!新)(?<!别的)(?<!其他)(?<!一家)(?<!同行)公司(?!.{0,2}上班)"
    r"|我们(?:部门|公司|这边)|我[司方]|企业|部门|岗位|职务|该岗|编制|预算|专员|招聘|集团|总部|法务|财务|事业部|业务线|门店|项目组|猎头|老板|领导|高管"
    r"|(?<![a-z])(?:company|our|hiring|headcount|budget|department|position|role|recruiters?"
    r"|requisition|req|hr|hc|we|hq|legal|finance)(?![a-z]))"
)


def speaks_of_candidate(words: str) -> bool:
    """Whether the text names the candidate or is written by one in the first person."""
    return bool(CANDIDATE.search(words) or _FIRST_PERSON.search(words))
