"""Tables of characters that stand for another: traditional for simplified Chinese, lookalike and enclosed letters for Latin ones."""

# Written out for the characters that occur in the reason rules; each traditional form above its simplified one.
_TRADITIONAL = (
    "丟並亇亊亽佔併來侷係俬個們備傢傷價優兒內兩凍別刪則剋剛剝創劃動務勞匯區協厤參員問啓啟喪單嗎嘔噹嚥嚨嚮嚴囌囑囘囙國園團堅報場墰壇壓壜壞壽夠媽嬤學實審寫寬寶將專對導層屬崗嶽師帳帶幾庫廠弔張強彆彔彙彵後從復"
    "徵愛慣慮慶慼懇應懷戰戶拋捨掃掛換損搶摺擁擇擔據擬擱擺擾攏攝敗數斷於昇時晉暈暫曆曏書會朮東査條棄棧業構樓標機檔檢檯檻權欬歡歷歸氣決沒沖況洩減測準滙滿潰瀉瀏灑災為無煩熱燒燙營爲爺牀牠狀獲現瑣產産甦畢畫異畵"
    "當疊瘓療癥癱發皰盜監盤眞眾確碼祂禍禮種穩穫竊競筆箇範篩簡簽籠籤糰約級終組結絕絡給統絶經綜綫維網緊線緣編緩緻縮總績織繫纔罈罎義習聯聲職聽脩脫腦臉臟臥臨臺與興舉蓆蔘薦藍蘇處虛號螢衆術衕衝裏補裝裡製複襬覆覈"
    "見規視親覽觀觸訂計訊訓記訪設訴診註証評試話該詳誌認語誠誤說説課調談請諒論諸講謝證識議護讀變讓負財貧責貴費貼資質賬購賽趕車軍軟較輓輩輪輸轉辦辭辯迴這連週進遊運過達遞遠適遲遷選遺還醣醫銷錄錨錯録錶鍵鎖鏈鏡"
    "鐵長門閃閉開間閘閤闆闌關陞陸陽隊際險隱隻雜離雲電霧靈響頁頂項預頓領頭頸頻題額願類顧風颯颱飛餘饋馬駐駕驗髒體髮鴿麥麪麫麵麼麽黃點齊齒齣"
)
_SIMPLIFIED = (
    "丢并个事人占并来局系私个们备家伤价优儿内两冻别删则克刚剥创划动务劳汇区协历参员问启启丧单吗呕当咽咙向严苏嘱回因国园团坚报场坛坛压坛坏寿够妈嬷学实审写宽宝将专对导层属岗岳师账带几库厂吊张强别录汇他后从复"
    "征爱惯虑庆戚恳应怀战户抛舍扫挂换损抢折拥择担据拟搁摆扰拢摄败数断于升时晋晕暂历向书会术东查条弃栈业构楼标机档检台槛权咳欢历归气决没冲况泄减测准汇满溃泻浏洒灾为无烦热烧烫营为爷床它状获现琐产产苏毕画异画"
    "当叠痪疗症瘫发疱盗监盘真众确码他祸礼种稳获窃竞笔个范筛简签笼签团约级终组结绝络给统绝经综线维网紧线缘编缓致缩总绩织系才坛坛义习联声职听修脱脑脸脏卧临台与兴举席参荐蓝苏处虚号萤众术同冲里补装里制复摆复核"
    "见规视亲览观触订计讯训记访设诉诊注证评试话该详志认语诚误说说课调谈请谅论诸讲谢证识议护读变让负财贫责贵费贴资质账购赛赶车军软较挽辈轮输转办辞辩回这连周进游运过达递远适迟迁选遗还糖医销录锚错录表键锁链镜"
    "铁长门闪闭开间闸合板阑关升陆阳队际险隐只杂离云电雾灵响页顶项预顿领头颈频题额愿类顾风飒台飞余馈马驻驾验脏体发鸽麦面面面么么黄点齐齿出"
)
# Cyrillic, Greek, Armenian letters and small capitals that Unicode's own folding leaves alone.
_LOOKALIKES = "ɑαаᴀвʙсᴄԁᴅđεеєɛᴇꜰɡɢһнʜհħіιıɪјᴊкκᴋӏłʟмᴍпոɴηοоօσᴏøрρᴘԛгʀѕꜱтτᴛŧսυᴜνѵᴠԝωᴡхχуγʏᴢ"
_LETTERS = "aaaabbccdddeeeeefgghhhhhiiiijjkkklllmmnnnnoooooopppqrrssttttuuuvvvwwwxxyyyz"
# Enclosed letters that fold to nothing: negative circled, negative squared, regional indicators; each block is A to Z.
_ENCLOSED_STARTS = (0x1F150, 0x1F170, 0x1F1E6)

GLYPHS: dict[int, str] = {
    **{ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)},
    **{ord(old): new for old, new in zip(_LOOKALIKES, _LETTERS, strict=True)},
    **{start + offset: chr(ord("a") + offset) for start in _ENCLOSED_STARTS for offset in range(26)},
}
