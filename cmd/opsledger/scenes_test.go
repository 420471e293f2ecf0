package main

import (
	"opsledger/app"
	"opsledger/ui/screens"
)

// holds is what the store of a scene holds.
type holds int

const (
	nothing   holds = iota // there is no store
	noTickets              // only what the first run makes
	aYear                  // the demo
	aCenter                // a center that the demo's station and another exchange with
	aFollower              // a station whose center replaced its key
	anHeir                 // a new center that holds what the lost one did
)

// scene is a screen in a state. Its name is that of its picture, SCREEN-STATE; a manual refers to it.
type scene struct {
	name  string
	store holds
	set   func(s *stage)
	reads []string // what must stand on the screen then
}

func opened(screen string, about ...string) func(*stage) {
	return func(s *stage) { s.open(screen, about...) }
}

func still(*stage) {}

// scenes are all of them, in the order a person comes to them. A new screen adds its lines here.
var scenes = []scene{
	{"first-run-place", nothing, still, []string{"首次使用：建立台账"}},
	{"first-run-account", nothing, func(s *stage) { s.press("下一步") }, []string{"设置账号与口令"}},
	{"first-run-weak", nothing, func(s *stage) {
		s.press("下一步")
		onWindow(func() {
			s.w.FirstRun.User.SetValue("张伟")
			s.w.FirstRun.Password.SetValue("12345678")
			s.w.FirstRun.Again.SetValue("1234567")
		})
		s.press("下一步")
	}, []string{"口令太弱"}},
	{"first-run-contract", nothing, func(s *stage) { s.answered(); s.press("下一步") }, []string{"核对合同与作息"}},
	{"first-run-hours", nothing, func(s *stage) {
		s.answered()
		s.press("下一步")
		onWindow(func() { s.w.FirstRun.Hours.SetValue("18:00-08:30") })
		s.press("建立台账")
	}, []string{"已填的都还在"}},
	{"first-run-key", nothing, (*stage).founded, []string{"保管恢复密钥", "还没有输入"}},
	{"first-run-import", nothing, (*stage).kept, []string{"台账已建好"}},
	{"tour-first", nothing, func(s *stage) { s.kept(); s.press("以后再说，进入台账") }, []string{"先看这里", "导览 1 / 5"}},
	{"tour-ticket", nothing, func(s *stage) {
		s.kept()
		s.press("现在导入")
		s.await("导览 2 / 5")
		s.press("下一步")
	}, []string{"点一张工单，办下一步"}},

	{"login-full", aYear, still, []string{"已加密，要用口令打开"}},
	{"login-wrong", aYear, func(s *stage) {
		onWindow(func() { s.w.Login.Password.SetText("nonsense") })
		s.press("打开台账")
	}, []string{"口令不对"}},

	{"dashboard-full", aYear, still, []string{"待办与时限", "扣得最多", "都不办理", "值班 "}},
	{"dashboard-empty", noTickets, still, []string{"待办与时限", "不扣服务款", "还没有排过班"}},
	{"dashboard-center", aCenter, still, []string{"等待裁定 ", "天没有来包", "在途率"}},
	{"palette-open", aYear, (*stage).palette, []string{"登记工单"}},
	{"palette-found", aYear, func(s *stage) { s.palette(); s.write("养老") }, []string{"养老", "GD20"}},
	{"palette-nothing", aYear, func(s *stage) { s.palette(); s.write("没有这样的东西") }, []string{"没有找到“没有这样的东西”"}},

	{"tickets-full", aYear, (*stage).list, []string{"共 "}},
	{"tickets-empty", noTickets, opened("tickets"), []string{"还没有工单"}},
	{"tickets-none-found", aYear, func(s *stage) {
		s.list()
		onWindow(func() { s.w.Tickets.Only(app.Filter{Search: "没有这样的工单"}) }) // the next scene does not find it remembered
	}, []string{"没有符合条件的工单"}},
	{"ticket-page", aYear, (*stage).ticket, []string{"基本信息"}},
	{"ticket-new", aYear, func(s *stage) { s.list(); s.press("登记工单") }, []string{"到达时间"}},
	{"ticket-missing", aYear, func(s *stage) {
		s.list()
		s.press("登记工单")
		s.await("到达时间")
		s.press("登记")
	}, []string{"请填写标题"}},
	{"ticket-more", aYear, func(s *stage) { s.ticket(); s.press("dots") }, []string{"申请延期评估"}},
	{"step-resolve", aYear, func(s *stage) { s.ticket(); s.press("办结") }, []string{"处理结果", "返回"}},

	{"records-empty", noTickets, opened("visit"), []string{"还没有巡访记录"}},
	{"records-full", aYear, (*stage).visits, []string{"共 "}},
	{"records-people", aYear, opened("person"), []string{"共 "}},
	{"records-changes", aYear, opened("change"), []string{"新的在前"}},
	{"record-form", aYear, func(s *stage) { s.visits(); s.press("登记巡访记录") }, []string{"受访人", "返回"}},
	{"record-form-change", aYear, func(s *stage) { s.open("change"); s.await("新的在前"); s.press("申请数据作业") }, []string{"返回"}},
	{"record-page", aYear, func(s *stage) { s.visits(); onWindow(func() { s.w.Records.Table.Select(0) }) }, []string{"基本信息"}},
	{"record-print", aYear, func(s *stage) {
		s.visits()
		onWindow(func() { s.w.Records.Table.Select(0) })
		s.await("基本信息")
		onWindow(s.w.Records.Print)
	}, []string{"存为 PDF…"}},
	{"record-ways", noTickets, func(s *stage) {
		s.open("attendance")
		s.await("还没有考勤")
		onWindow(s.w.Records.Create)
	}, []string{"加班…"}},
	{"record-import", noTickets, func(s *stage) { onWindow(func() { s.w.Open("import", "visit") }) }, []string{"导入巡访记录"}},
	{"places-folded", noTickets, opened("contract"), []string{"新的在前"}},

	{"month-full", aYear, opened("attendance/month"), []string{"在岗人数", "正在值班", "登记请假"}},
	{"month-day", aYear, func(s *stage) {
		s.open("attendance/month")
		s.await("登记请假")
		onWindow(func() { s.month().Turn(-1) })
		s.await("2026 年 2 月")
		s.await("要处理")
		onWindow(func() { s.month().Grid.Go(2, 11) })
		s.await("2 月 12 日")
	}, []string{"签到"}},
	{"month-list", aYear, opened("attendance"), []string{"KQ-01", "签退时间", "补录"}},
	{"month-empty", noTickets, opened("attendance/month"), []string{"本月没有人员"}},
	{"month-rule", aYear, func(s *stage) {
		s.open("attendance/month")
		s.await("登记请假")
		onWindow(func() { s.month().Judge("迟到") })
	}, []string{"裁定结果"}},
	{"month-refused", aYear, func(s *stage) { // of a day nothing was written of
		s.open("attendance/month")
		s.await("登记请假")
		onWindow(func() { s.month().Grid.Go(1, 12); s.month().Judge("迟到") })
	}, []string{"不能直接判为迟到"}},
	{"month-leave", aYear, func(s *stage) { s.open("attendance/month"); s.await("登记请假"); onWindow(s.month().Leave) }, []string{"请假事由"}},
	{"month-confirm", aYear, func(s *stage) { s.open("attendance/month"); s.await("登记请假"); s.press("登记月度确认…") }, []string{"签字件日期"}},
	{"onsite-full", aYear, opened("attendance/onsite"), []string{"每日在岗", "不足与空缺"}},
	{"duty-month", aYear, opened("duty/calendar"), []string{"正在值班", "拖动可选几天"}},
	{"duty-empty", noTickets, opened("duty/calendar"), []string{"此刻无人值班", "空档"}},
	{"duty-schedule", noTickets, func(s *stage) { s.open("duty/calendar"); s.await("空档"); s.press("排班…") }, []string{"主值班人"}},
	{"duty-year", aYear, opened("duty/year"), []string{"全年值班"}},
	{"training-choice", noTickets, opened("training/signin"), []string{"没有正在进行或已计划的培训"}},
	{"training-coverage", aYear, opened("training/coverage"), []string{"覆盖率（已训／应训）", "共性问题的前后对比"}},
	{"training-recurring", aYear, (*stage).recurring, []string{"反复出现的问题", "最近 180 天", "前半期", "看 "}},
	{"training-recurring-none", noTickets, opened("training/recurring"), []string{"没有够件数的同类工单"}},
	{"training-recurring-plan", aYear, func(s *stage) { s.recurring(); onWindow(func() { s.w.Face.(*screens.Recurring).Plan(0) }) }, []string{"计划培训交流", "主讲人"}},
	{"comparison-empty", noTickets, opened("comparison/lists"), []string{"选两份名单，再指明按哪一列比对"}},
	{"comparison-keys", aYear, (*stage).twoLists, []string{"甲的关键列", "乙的关键列"}},
	{"comparison-compared", aYear, (*stage).compared, []string{"仅甲有", "与第2行重复", "有的行没有比对"}},
	{"comparison-fill", aYear, func(s *stage) { s.compared(); s.press("登记为比对结果…") }, []string{"登记比对结果", "比对关键字段"}},
	{"qa-list", aYear, opened("qa"), []string{"导出给智能客服…", "新的在前"}},
	{"training-signin", aYear, func(s *stage) { s.signIn(); s.write("li") }, []string{"0／120"}},
	{"training-signed", aYear, func(s *stage) {
		s.signIn()
		for _, name := range []string{"李芳，市社保中心企业养老科", "王𬭎，润州区社保中心"} {
			s.write(name)
			onWindow(func() { s.w.Face.(*screens.SignIn).Enter() })
		}
	}, []string{"王𬭎　润州区社保中心　已签到", "2／120"}},

	{"import-empty", aYear, opened("import"), []string{"没有要列的行"}},
	{"import-preview", aYear, func(s *stage) { s.preview(s.files[0]) }, []string{"预览（没有写入）"}},
	{"import-faults", aYear, func(s *stage) { s.preview(s.file("export.csv", faulty)) }, []string{"有误 2 行", "丹阳区"}},
	{"import-foreign", aYear, func(s *stage) { s.preview(s.file("other.csv", "编码,摘要,来自\n1,补缴差异,丹徒\n")) }, nil},
	{"import-choose", aYear, (*stage).choosing, []string{"选要导入的表格", "工单导出-0310.csv", "2 个文件"}},
	{"import-folder", aYear, func(s *stage) {
		atHome(s.t, "Documents/周报/")
		s.open("import")
		s.press("存下空白表…")
		s.await("文件夹")
		onWindow(func() { pressOver(s.t, s.w, "选择…") })
		s.await("个文件夹")
	}, []string{"选这个文件夹", "新建文件夹…", "周报"}},
	{"import-missing", aYear, func(s *stage) { s.preview("没有这个文件.xlsx") }, []string{"没有这个文件"}},

	{"score-full", aYear, opened("score"), []string{"服务款扣减上限", "年终预测"}},
	{"score-empty", noTickets, opened("score"), []string{"服务款扣减上限"}},
	{"score-evidence", aYear, func(s *stage) {
		s.open("score")
		s.await("服务款扣减上限")
		onWindow(func() { s.w.Score.Choose("T2") })
	}, []string{"T2 工单响应"}},
	{"score-what-if", aYear, func(s *stage) { s.open("score"); s.await("服务款扣减上限"); s.press("试算…") }, []string{"再延误几个工作日"}},
	{"exchange-peers", aCenter, (*stage).exchange, []string{"17 天没有来包", "来往的交换包", "驻场二号机"}},
	{"exchange-empty", noTickets, opened("exchange"), []string{"还没有可以交换的对方"}},
	{"exchange-export", aCenter, func(s *stage) { s.exchange(); s.press("导出交换包…") }, []string{"发给", "文件名"}},
	{"exchange-preview", aCenter, func(s *stage) { s.exchange(); onWindow(func() { s.w.Drop(s.meet.file) }) }, []string{"来自“驻场一号机”的交换包", "收下", "投诉"}},
	{"exchange-refused", aCenter, func(s *stage) { s.exchange(); onWindow(func() { s.w.Drop(s.file("坏的.opsb", "不是交换包")) }) }, []string{"不是交换包"}},
	{"exchange-revoke", aCenter, func(s *stage) { s.exchange(); s.press("吊销…") }, []string{"吊销收不回来"}},
	{"enrol-station", aYear, opened("exchange/enrol"), []string{"做申请文件…", "接受证书"}},
	{"enrol-center", aCenter, opened("exchange/enrol"), []string{"打开申请…"}},
	{"enrol-request", aCenter, func(s *stage) {
		s.open("exchange/enrol")
		s.await("打开申请…")
		onWindow(func() { s.w.Face.(*screens.Enrol).OpenRequest(s.meet.request) })
	}, []string{"受理“驻场三号机”的申请", "五组都一致才能继续"}},
	{"enrol-uncompared", aCenter, func(s *stage) {
		s.open("exchange/enrol")
		s.await("打开申请…")
		onWindow(func() { s.w.Face.(*screens.Enrol).OpenRequest(s.meet.request) })
		s.await("五组都一致才能继续")
		s.press("签发证书…")
	}, []string{"还有没核对的组"}},
	{"enrol-renew", aCenter, func(s *stage) { s.open("exchange/enrol"); s.press("更换密钥…") }, []string{"旧密钥立即停用", "现在的口令"}},
	{"enrol-introduce", aCenter, func(s *stage) { s.open("exchange/enrol"); s.press("做介绍文件…") }, []string{"打开证书…"}},
	{"enrol-heir", anHeir, opened("exchange/enrol"), []string{"接管“信息中心”"}},
	{"enrol-adopt", anHeir, func(s *stage) { s.open("exchange/enrol"); s.press("接管…") }, []string{"接管收不回来", "五组都一致才能继续"}},
	{"enrol-introduced", aFollower, func(s *stage) { onWindow(func() { s.w.Drop(s.line.introduction) }) }, []string{"“信息中心”换了密钥", "不用再核对指纹"}},
	{"enrol-follower", aFollower, opened("exchange/enrol"), []string{"更换密钥…"}},
	{"conflicts-full", aCenter, opened("exchange/conflicts"), []string{"1 条记录有 2 处冲突", "吴晓萌"}},
	{"conflicts-empty", noTickets, opened("exchange/conflicts"), []string{"没有待裁决的冲突"}},
	{"rulings-all", aCenter, opened("exchange/rulings"), []string{"报告：接收", "件入网前已有凭据认定"}},
	{"rulings-full", aCenter, (*stage).rulings, []string{"工单：批准延期", "等数据局明细"}},
	{"rulings-batch", aCenter, func(s *stage) {
		s.rulings()
		onWindow(s.w.Face.(*screens.Rulings).Table.CheckAll)
	}, []string{"已选 ", "批准延期…"}},
	{"rulings-grant", aCenter, func(s *stage) {
		s.rulings()
		onWindow(s.w.Face.(*screens.Rulings).Table.CheckAll)
		s.press("批准延期…")
	}, []string{"填一次", "期限："}},
	{"rulings-paper", aCenter, func(s *stage) {
		s.open("exchange/rulings")
		s.await("共 ")
		onWindow(func() {
			d := s.w.Face.(*screens.Rulings)
			d.Paper.Set("paper")
			d.Paper.OnChange(nil)
			d.Table.Select(0)
		})
	}, []string{"已有凭据认定", "签认后恢复"}},
	{"rulings-empty", noTickets, opened("exchange/rulings"), []string{"没有等待裁定的事项"}},
	{"stations-full", aCenter, opened("exchange/stations"), []string{"各合同得分", "回执之后补记的事实", "驻场二号机"}},
	{"stations-empty", noTickets, opened("exchange/stations"), []string{"本年还没有工单"}},

	{"reports-weekly", aYear, opened("report/period"), []string{"取自台账", "1 / "}},
	{"reports-empty", noTickets, opened("report/period"), []string{"取自台账", "1 / "}},
	{"reports-finalise", aYear, func(s *stage) { s.open("report/period"); s.await("取自台账"); s.press("定稿…") }, []string{"定稿后"}},
	{"reports-monthly", aYear, opened("report/period", "monthly 2026-01"), []string{"2026 年 1 月月报", "已报送", "1 / "}},
	{"reports-quarterly", aYear, opened("report/period", "quarterly 2025-Q4"), []string{"2025 年第 4 季度季报", "响应率", "用户意见", "1 / "}},
	{"reports-annual", aYear, opened("report/period", "annual 2025"), []string{"2025 年度年报", "草稿", "1 / "}},
	{"reports-attendance", aYear, opened("report/period", "attendance 2026-02"), []string{"2026 年 2 月考勤月报", "迟到", "1 / "}},
	{"audit-log", aYear, opened("audit"), []string{"新的在前", "张伟"}},
	{"audit-narrowed", aYear, func(s *stage) {
		s.open("audit")
		s.await("张伟")
		onWindow(func() {
			a := s.w.Face.(*screens.Audit)
			a.Kind.Set("complaint")
			a.Load()
		})
	}, []string{"TS-01-2025-000001"}},
	{"audit-none", noTickets, func(s *stage) {
		s.open("audit")
		onWindow(func() {
			a := s.w.Face.(*screens.Audit)
			a.Sort.Set(string(app.Erased))
			a.Load()
		})
	}, []string{"没有符合条件的操作"}},
	{"verify-first", noTickets, opened("audit/verify"), []string{"还没有核对过"}},
	{"verify-done", aYear, func(s *stage) { s.open("audit/verify"); s.press("核对台账") }, []string{"台账完好", "上次核对 2026-03-12"}},
	{"settings-accounts", aYear, opened("settings", "accounts"), []string{"账号与角色", "项目经理"}},
	{"settings-password", aYear, opened("settings", "password"), []string{"修改口令…"}},
	{"settings-look", aYear, opened("settings", "look"), []string{"跟随系统"}},
	{"settings-backup", aYear, opened("settings", "backup"), []string{"备份是一个加密文件"}},
	{"settings-calendar", aYear, opened("settings", "calendar"), []string{"导入节假日数据…"}},
	{"settings-words", aYear, opened("settings", "words"), []string{"区域"}},
	{"settings-contract", aYear, opened("settings", "contract"), []string{"变更条款…"}},
	{"settings-about", aYear, opened("settings", "about"), []string{"运维台账"}},
	{"help-first", noTickets, opened("help"), []string{"第一天", "存放位置"}},
	{"help-tickets", noTickets, opened("help", "tickets"), []string{"从到达到办结"}},
}
