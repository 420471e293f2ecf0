package demo

import (
	"strings"
	"time"
)

// teach trains: for newcomers, on the common problems that grow rare after it, and the exchange of three parties each quarter.
func (l *life) teach() {
	l.lesson(l.when(0.12, 14, 0), "培训", "社会保险系统日常业务操作", "")
	for _, issue := range []string{"转移接续操作", "账号与权限"} {
		l.lesson(l.when(trained[issue], 9, 0), "专项培训", issue+"专项培训", issue)
	}
	for _, at := range l.asking() {
		l.lesson(l.next(at, 6, 14, 0), "交流活动", "业务技术交流："+pick(l.luck, []string{"待遇核定与发放", "参保登记与比对", "联网结算"}), "")
	}
	off := l.when(0.42, 9, 0)
	l.begin("training", l.next(off, 0, 8, 50), "plan", values{"type": "培训", "topic": "稽核风控系统操作", "trainer": "王强", "planned": stamp(l.next(off, 6, 9, 0))}).step(l.next(off, 3, 9, 0), "cancel", values{"reason": "科室集中核查，改期另行安排"})
}

// lesson is planned, held, and evaluated.
func (l *life) lesson(at time.Time, sort, topic, issue string) {
	planned := l.ago(at, 9, 10, 0)
	guests := []string{"市社保中心企业养老科", "市社保中心居民养老科", "润州区社保中心", "京口区社保中心"}
	v := values{"type": sort, "topic": topic, "trainer": "李娜", "planned": stamp(at), "systems": "社会保险系统", "place": "市人社局三楼会议室", "units": strings.Join(guests, "；"), "invited": "14"}
	if issue != "" {
		v["issue"] = issue
	}
	if sort != "培训" { // the newcomers' say how many come of all, not of each
		v["quotas"] = guests[0] + "|4；" + guests[1] + "|4；" + guests[2] + "|3；" + guests[3] + "|3"
	}
	t := l.begin("training", planned, "plan", v)
	var there []string
	for i := range 9 + l.luck.IntN(4) {
		there = append(there, l.luck.name()+string(rune('甲'+i%3))+"|"+guests[i%len(guests)]+"|业务人员|"+[]string{"88", "92", "95", "79"}[i%4])
	}
	if sort == "交流活动" {
		there = append(there, "李娜|驻场项目组|技术人员", "吴凯|省项目组|开发人员")
	}
	end := at.Add(150 * time.Minute)
	t.step(at, "begin", values{"start": stamp(at)}).attach(at.Add(10*time.Minute), "课件.txt", "签到表.png")
	t.step(at.Add(20*time.Minute), "sign-in-many", values{"participants": strings.Join(there, "；")})
	t.step(end, "finish", values{"start": stamp(at), "end": stamp(end), "materials": "课件.txt"})
	judged := l.next(end, 1, 10, 0)
	t.step(judged, "evaluate", values{"grade": pick(l.luck, []string{"优", "良"}), "evaluation": "内容贴合实际，案例清楚", "evaluated": stamp(judged)})
}

// handbooks of the station, with a question each.
var handbooks = []struct{ name, system, question, answer string }{
	{"养老待遇核定操作手册", "社会保险系统", "怎样重算待遇", "进入业务办理—待遇核定，选中人员后点重算，核对明细后提交。"},
	{"转移接续操作手册", "社会保险系统", "转入资金到账后为什么不能核定", "先在转移接续—到账确认登记到账，再做账户合并。"},
	{"精准发放操作手册", "精准发放平台", "回盘失败怎样再次发放", "在发放管理—回盘处理导出失败明细，修改账户后生成补发批次。"},
}

// write keeps manuals, answers and notices: one release whose manual follows in time, one whose manual is late.
func (l *life) write() {
	at := l.when(0.05, 10, 0)
	var books, answers []*thread
	for i, h := range handbooks {
		on := at.Add(time.Duration(i) * 20 * time.Minute)
		t := l.begin("manual", on, "draft", values{"name": h.name, "audience": "业务人员", "system": h.system, "owner": "李娜"})
		t.attach(on.Add(time.Minute), h.name+"V1.txt").step(on.Add(2*time.Minute), "publish", values{"version": "V1", "issued": day(on), "corrected": "李娜", "difference": "整理省统一手册，补充本市口径", "file": h.name + "V1.txt"})
		q := l.begin("qa", on.Add(5*time.Minute), "write", values{"question": h.question, "answer": h.answer, "system": h.system, "wordings": h.question + "？；" + h.question + "怎么操作", "sort": "操作类", "manual": h.name, "chapter": "第2章", "version": "V1"})
		q.step(on.Add(8*time.Minute), "review", values{"reviewed": stamp(on.Add(8 * time.Minute)), "reviewer": "王强"}).step(on.Add(9*time.Minute), "publish", values{"published": stamp(on.Add(9 * time.Minute))})
		books, answers = append(books, t), append(answers, q)
	}
	l.release(l.when(0.34, 9, 0), books[0], answers[0], 3)
	l.release(l.when(0.66, 9, 0), books[1], answers[1], 9)
	given := l.when(0.45, 14, 0)
	for i, q := range answers[1:] {
		given := given.Add(time.Duration(i) * 7 * time.Minute)
		q.step(given, "feed-back", values{"fed_back": stamp(given), "fed_back_by": center, "text": []string{"请写明菜单路径", "建议改用口语"}[i]})
		done := l.next(given, 2, 11, i)
		v := values{"done": stamp(done), "adopted": []string{"是", "否"}[i]}
		if i == 0 {
			v["answer"] = "业务办理—转移接续—到账确认登记到账，再到账户管理—账户合并。"
		} else {
			v["reply"] = "与手册用语不一致，客服平台已配同义问法"
		}
		q.step(done, "improve", v)
	}
}

// release is told to whom it concerns; its manual is corrected so many working days later, and the answer follows.
func (l *life) release(at time.Time, book, answer *thread, days int) {
	name := book.whose
	who := []string{units[0].name, units[1].name, units[8].name}
	n := l.begin("notice", at, "record", values{"title": at.Format("2006年1月") + "版本升级：" + strings.TrimSuffix(name, "操作手册"), "from": "省项目组", "sort": "系统升级", "received": day(at), "effective": day(at), "audience": strings.Join(who, "；"),
		"manuals": name, "owner": "李娜", "content": "页面和校验规则调整"})
	told := at.Add(2 * time.Hour)
	n.step(told, "tell", values{"told": stamp(told), "means": "工作群和电话"})
	for i, u := range who {
		ack := l.next(at, 1+i, 10, 0)
		n.step(ack, "acknowledge", values{"who": u, "acknowledged": stamp(ack)})
	}
	issued := l.next(at, days, 15, 0)
	book.attach(issued, name+"V2.txt").step(issued.Add(time.Minute), "correct", values{"version": "V2", "issued": day(issued), "corrected": "李娜", "difference": "按新版本更新页面和校验说明", "file": name + "V2.txt"})
	synced := l.next(issued, 4, 10, 0)
	answer.step(synced, "sync", values{"version": "V2", "chapter": "第3章"})
}
