"""Words that name no cause, in Chinese, English and pinyin: vague reasons, courtesies, the interview itself, times of day."""

# Alternatives of one regular expression; the first that fits wins.
EMPTY_ZH = (
    # the vague reasons themselves
    "其[他它她余]|别的|另外|另有|个人|私人|私下|私事|公事|自身|自己|本人|家庭|家里|家中|家事|公司|企业|单位|部门"
    "|我司|我方|内部|外部|上级|领导|老板"
    "|业务|工作|岗位|系统|技术|主观|客观|特殊|特别|特定|意外|突发|突然|临时|紧急|某些|某个|某种|一些|一点|点儿?"
    "|有些|种种|各种|诸多|多种|多方面|方面"
    "|不可抗[力拒]?|无法抗拒|不能抗拒|众所周知|综合|复杂|合理|正当|其中|原因|理由|因素|问题|情况|情形|状况|事件"
    "|事务|事项|事宜|事情|事由|缘故|考虑|考量|顾虑|权衡|私务"
    "|安排|打算|计划|日程|行程|时间|变动|变化|变故|变更|调整|有变|急事|要事|大事|小事|琐事|杂事|要紧|重要|耽误"
    "|耽搁|影响|不方便|不便|方便|不合适|合适"
    "|没空|没时间|没有时间|有空|抽不出身?|脱不开身|太忙|较忙|很忙|忙碌|繁忙|忙|保密|透露|说明|告知|未知|不详|不明"
    "|不清楚|不知道|待定|待补充?|暂无|后补|备注|附件|同上|如上|如题"
    # the interview and what is done to it
    "|面试官|候选人|应聘者|应征者|求职者|面试者|人事|招聘|专员|负责人|人选|本次|此次|这次|这场|本场|该场|当次"
    "|面试|面谈|约面|场次|云面试|取消|撤销|改期|改时间|改天|改日|延期|推迟|重约"
    "|如期|举行|进行|出席|到场|参加|参与|前来|按时|准时|按约|赴约|通知|要求|申请|请求|表示|反馈|告诉|联系|决定"
    "|只能|只好|不得不|被迫|选择|同意|需要|需|处理|解决|办理|应对"
    "|无法|不能|没法|没办法|来不了|去不了|不来|不去|不了|不想|不再|放弃|希望|想要|可以|可能|能否|是否|确实|真的"
    "|实在|反正|就是|那个|这个|什么|怎么|没有|不太|不大|比较|最近|目前|暂时"
    # courtesy
    "|非常|十分|特此|请予|予以|敬请|恳请|望|谅解|见谅|体谅|包涵|理解|抱歉|道歉|致歉|歉意|不好意思|对不起|遗憾"
    "|谢谢|感谢|多谢|麻烦|添麻烦|打扰|您好|你好|大家|老师|先生|女士|贵公司|贵司"
    "|测试|试试|取消功能|好的|收到|哈+|啊+|呵+|嗯+|哦+|额+|呃+|唉+"
    # when
    "|今天|明天|后天|昨天|今日|明日|当天|当日|那天|这天|上午|中午|下午|早上|晚上|今晚|明早|周[一二三四五六日天末]"
    "|星期[一二三四五六日天]|下周|本周|这周|近期|[零一二三四五六七八九十两]+[点时分号日月年天]半?|月|日|号|点|时"
    "|分|年"
    "|前往|前去|出行|批准|批示|准许|知悉|周知|烦请|劳烦|惠予|此致|敬礼|祝好|诸位|之处|造成|带来|深表|由衷|万分"
    "|尽快|尽早|另行|再次|后期|回头|稍后|过后|之后|重新|再约|下次|机会|合作|惋惜"
    "|打乱|出于|基于|鉴于|关于|对于|就此|故此|因而|导致|致使|使得|未能|不克|难以|不宜|不可|作废|中止|终止|停止"
    "|撤回|条件|具备|允许|可控|统筹|评估|状态|不佳|必填|必须|填|写|程度|层面|角度|私底下|难言|纠结|思考"
    "|再三|认真|郑重|最终|最后|目前|现在|当前|当下|届时|如今|本来|原本|原定|既定|预定|预先|提前|随时|马上|立即"
    "|立刻|一时|一下|一番|大概|大约|左右|也许|恐怕|估计|好像|似乎|应该|肯定|绝对|完全|真的"
    # ways of not saying it
    "|走不开|脱不[了开]身|身边|身上|慎重|奉告|补充|后续|一言难尽|说来话长|随便|无所谓|懂的都懂|你懂的|沟通|协商"
    "|双方|一致|邮件|微信"
    "|电话|短信|电邮|提出|关系|管理层|高层|上面|意思|配合|心情|如前|所述|前述|上述|详见|详细|具体|身不由己"
    "|迫不得已|难以言说|难言之隐|苦衷|言说|各位|流程|人力|环境|天气|平台|解释|凑|字数|填写|提交|随意|心里|感觉"
    "|赶不上变化|事出有因|出了|这边|那边|手头|在身|自行|自愿|主动|客套|别问|无可|异常|简单"
)
# Chinese characters that carry no content between those phrases.
GRAMMAR_ZH = (
    "的了吗呢吧呀嘛啦么因由于为所以我你您他她它咱们本是在有无没不来去到和与或及且并也都还又再只就才很太更最"
    "这那某该此给跟对向从把被让会能要想得着过个些点儿事说请好先后上下中内外之其而则若如但可将已经应当一"
)
_ENGLISH = """
    a abc about above absolutely according across actually after afternoon again agree agreed agreement ahead all
    already also am an and another any anymore anything apologies apologise apologize appointment are arise arisen arose
    as ask asked asking at attend attendance attending availability available away back bad bar be because been before
    being below beyond blah boss both business busy but by call came can cancel canceled cancellation cancelled
    cancelling candidate candidates candidly cannot cant care caring cause caused causes certain change changed changes
    circumstance circumstances come comes coming commitment commitments company complicated concern concerns
    confidential confidentially control convenience convenient could couldnt day days deal decide decided decision
    delete did didnt different difficult difficulties disclose disclosed discussed discussion do does doesnt doing dolor
    done dont due dummy earlier either else email emergency engagement engagements etc event events every everything
    example explain explained extenuating fact factors family feel few fine fit foo for force forward friday from
    further get gets getting give given go going good got had handle handles handling happen happened happening happens
    hard has hasnt have havent having he hello her here hers herself hi him himself his hold home hour how however hr i
    idk if im in inconvenience inconvenient inform informed inside internal interview interviewer interviews into ipsum
    is isnt issue issues it its ive just keep kind kindly know last late later let life like little longer look lorem
    lot made majeure make making manage management manager managers many matter matters may me meet mention mentioned
    mind misc miscellaneous moment monday more morning most must mutual mutually my myself n na need needed needing
    needs next nil no none nope not note notes nothing notice now null obligation obligations occurred oclock of off ok
    okay on one only operational or other others othr our out outside over own part people per personal personally
    personel persons phone placeholder plan planned plans please pls pm position possible postpone postponed prefer
    prefers pretty previous previously prior priorities priority private problem problems proceed provided purpose
    purposes quite quote rather really reason reasonable reasoning reasons recruiter regret regrettably remove removed
    request requested requests reschedule rescheduled rescheduling role said same sample saturday say says schedule
    scheduled schedules see seem should show side since situation situations so some someday somehow someone something
    sometime sometimes somewhere soon sorry specific specified state stated sth still stuff such sudden suddenly suit
    suits sunday sure t take taken takes taking tba tbc tbd team technical temp temporary test testing tests text than
    thank thanks that thats the their them then there these they thing things this those though thursday time timing to
    today todo tomorrow tonight too tuesday turn tx u unable unavailable unavoidable understand understanding understood
    undisclosed unexpected unexpectedly unforeseen unfortunate unfortunately unknown unplanned unspecified until up upon
    urgent us valid various very want wanted wants was wasnt way we wechat wednesday week weekend weeks well went were
    what whatever when which while who why will wish with within without wont work working world would wouldnt x xx xxx
    yes yet you your yours
"""
# Without tones or spaces.
_PINYIN = """
    anpai baomi baoqian benren biandong biede bubian bufang bufangbian buhao buhaoyisi bukekang bukekangli bulai bumen
    buneng buqingchu buqu buxiang buzhidao canjia chuli danwei de duibuqi fangbian gaitian gangwei geren gerenyuanyin
    gongsi gongzuo houxuanren jiali jialiyoushi jiating jiazhong jihua jintian jishi jishu keguan lai laibuliao le
    liangjie lingyou linshi linshiyoushi liyou meikong meishijian mianshi mianshiguan mingtian mou mouxie neibu qing
    qingkuang qita qitayuanyin qiye qu qubuliao quxiao shangwu shi shijian shiqing shuo siren sishi taimang teshu tufa
    turan weile weizhi wenti wo wu wufa xiawu xie xiexie xitong xuyao yaoshi yewu yin yinsu yinwei yixie you youbian
    youdian youdianshi youjishi youshi youxie youyu yuanyin zanshi zanwu zhong zhuangkuang zhuguan ziji zishen
"""
EMPTY_EN = frozenset(_ENGLISH.split())
# What a run of letters without spaces may be made of to say nothing.
EMPTY_PIECES = frozenset(word for word in EMPTY_EN if len(word) > 1) | frozenset(_PINYIN.split())
