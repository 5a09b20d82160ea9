"""Tables of characters that stand for another: traditional for simplified Chinese, lookalike and enclosed letters for Latin ones."""

# Written out for the characters that occur in the reason rules; each traditional form above its simplified one.
_TRADITIONAL = (
    "丟並亂亇亊亽佔併來侷係俬個們備傢傷價儀儘優兒內兩凍別刪則剋剛剝剮創劃動務勞匯區協卽厤參員問啓啟喪喫單嗎嘔噹嚥嚨嚮嚴囌囑囘囙國園團執堅報場墰壇壓壜壞壽夠媽嬤學實審寫寬寵寶將專對導屆層屬崗嶽師帳帶幾庫廠廢"
    "弔張強彆彔彙彵後從復徵愛態慣慮慶慼懇應懷戰戶拋捨掃掛換損搶摺擁擇擊擔據擬擱擺擾攏攝敗數斷於旣昇時晉暈暫曆曏書會朮東査條棄棧業構樓標機檔檢檯檻權欬歡歷歸氣決沒沖況洩減測渾湊準溝滙滯滿潰瀉瀏灑災為無煩熱燒"
    "燙營爲爺牀牠狀獲獻現瑣環產産甦畢畫異畵當疊瘍瘓療癇癥癱癲發皰盜盡監盤眞眾睏確碼祂禍禮稅種稱穩穫竇竊競筆箇範篩簡簽籌籠籤糰糾約紅級紮細終組結絕絡給統絶經綜綫維網緊線緣編緩練緻縫縮縴總績織繫繳續纍纔纖罈罎"
    "罷義習聯聲職聽脩脫腎腦腫腳腸膽臉臟臥臨臺與興舉舘萬葯蓆蔘蕁薦藍藥蘇處虛號螢衆術衕衝裏補裝裡製複襬覆覈見規視親覺覽觀觸訂計訊訓記訪設許訴診註証評試話該詳誌認語誠誤說説課調談請諒論諸謀謂講謝證識譜議護讀變"
    "讓貓負財貧貨責貴費貼資賊賠質賬購賽趕蹤車軍軟較載輓輩輪輸轉辦辭辯迴這連週進遊運過達遞遠適遲遷選遺還邊郵鄉鄭醣醫釋針銀銷錄錨錯録錶鍵鍼鎖鏈鏡鐵鑑鑒長門閃閉開間閘閤闆闌關陞陸陽隊際隨險隱隻雙雜離難雲電霧靈"
    "韌響頁頂項順須預頓領頭頸頻題額願顛類顧風颯颱飛養餘館饋馬駐駕驗髒體髮鬚鬱鳴鴿麥麪麫麵麼麽黃點齊齒齡齣"
)
_SIMPLIFIED = (
    "丢并乱个事人占并来局系私个们备家伤价仪尽优儿内两冻别删则克刚剥剐创划动务劳汇区协即历参员问启启丧吃单吗呕当咽咙向严苏嘱回因国园团执坚报场坛坛压坛坏寿够妈嬷学实审写宽宠宝将专对导届层属岗岳师账带几库厂废"
    "吊张强别录汇他后从复征爱态惯虑庆戚恳应怀战户抛舍扫挂换损抢折拥择击担据拟搁摆扰拢摄败数断于既升时晋晕暂历向书会术东查条弃栈业构楼标机档检台槛权咳欢历归气决没冲况泄减测浑凑准沟汇滞满溃泻浏洒灾为无烦热烧"
    "烫营为爷床它状获献现琐环产产苏毕画异画当叠疡痪疗痫症瘫癫发疱盗尽监盘真众困确码他祸礼税种称稳获窦窃竞笔个范筛简签筹笼签团纠约红级扎细终组结绝络给统绝经综线维网紧线缘编缓练致缝缩纤总绩织系缴续累才纤坛坛"
    "罢义习联声职听修脱肾脑肿脚肠胆脸脏卧临台与兴举馆万药席参荨荐蓝药苏处虚号萤众术同冲里补装里制复摆复核见规视亲觉览观触订计讯训记访设许诉诊注证评试话该详志认语诚误说说课调谈请谅论诸谋谓讲谢证识谱议护读变"
    "让猫负财贫货责贵费贴资贼赔质账购赛赶踪车军软较载挽辈轮输转办辞辩回这连周进游运过达递远适迟迁选遗还边邮乡郑糖医释针银销录锚错录表键针锁链镜铁鉴鉴长门闪闭开间闸合板阑关升陆阳队际随险隐只双杂离难云电雾灵"
    "韧响页顶项顺须预顿领头颈频题额愿颠类顾风飒台飞养余馆馈马驻驾验脏体发须郁鸣鸽麦面面面么么黄点齐齿龄出"
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
