package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/rule/sla"
)

// guard is what happens to security: a weakness mended in time, a notice mended late, a grave intrusion; and the drills.
func (l *life) guard() {
	at := l.when(0.22, 10, 0)
	t := l.incident(at, values{"title": "前置机组件高危漏洞", "class": "安全评估", "grade": "一般", "found_by": "季度扫描", "description": "第三方组件存在高危漏洞", "system": "社会保险系统"})
	t.step(at.Add(26*time.Hour), "solve", values{"solved": stamp(at.Add(26 * time.Hour)), "measures": "升级组件版本并重启服务", "cause": "组件版本过旧"})
	t.step(at.Add(30*time.Hour), "retest", values{"retested": stamp(at.Add(30 * time.Hour)), "passed": "通过", "retested_by": "信息中心安全岗"})
	t.step(at.Add(31*time.Hour), "close", values{"closed": stamp(at.Add(31 * time.Hour))})
	l.warned()
	l.intruded()
	l.drills()
}

// incident is reported and answered within minutes.
func (l *life) incident(at time.Time, v values) *thread {
	v["found"] = stamp(at)
	t := l.begin("incident", at.Add(3*time.Minute), "report", v)
	return t.step(at.Add(8*time.Minute), "respond", values{"responded": stamp(at.Add(8 * time.Minute)), "means": "现场"})
}

// warned is a superior's notice, rectified by its date.
func (l *life) warned() {
	at := l.when(0.4, 9, 20)
	deadline := l.next(at, 5, 18, 0)
	done := l.next(at, 3, 16, 0)
	t := l.incident(at, values{"title": "弱口令整改通报", "class": "安全通报", "grade": "一般", "found_by": "市网信部门", "deadline": stamp(deadline), "description": "一台测试机存在弱口令", "persons": "王强"})
	t.step(done, "solve", values{"solved": stamp(done), "measures": "全部账号改为强口令并启用双因素", "cause": "测试机未纳入口令检查"})
	t.step(done.Add(30*time.Minute), "retest", values{"retested": stamp(done.Add(30 * time.Minute)), "passed": "通过", "retested_by": "信息中心安全岗"})
	t.ruled(l.next(done, 1, 10, 0), "通报认定", "rule", values{"ruled": stamp(l.next(done, 1, 10, 0)), "consequence": "一般", "opinion": "通报属实，已按期整改"})
	closed := l.next(done, 2, 10, 0)
	t.step(closed, "close", values{"closed": stamp(closed)})
}

// intruded is a grave one: people are sent and it is over the same day.
func (l *life) intruded() {
	at := l.when(0.74, 14, 5)
	t := l.incident(at, values{"title": "办公终端发现木马", "class": "安全事件", "grade": "重大", "found_by": "终端防护告警", "persons": successor, "description": "一台外网终端外联可疑地址"})
	m := func(minutes int) time.Time { return at.Add(time.Duration(minutes) * time.Minute) }
	t.step(m(15), "dispatch", values{"dispatched": stamp(m(12)), "backbone": "李娜；王强", "arrival": stamp(m(15))})
	t.step(m(170), "solve", values{"solved": stamp(m(170)), "measures": "断网隔离、查杀、重装并更换口令", "cause": "打开了外部邮件附件"})
	t.step(m(180), "assess", values{"loss": "0", "liability": "无数据外泄", "compensation": "无需赔付"})
	t.step(m(190), "close", values{"closed": stamp(m(190))})
}

// drills are the restore of a backup, the self-check, and an order to rectify that the center accepts.
func (l *life) drills() {
	for i, part := range []float64{0.25, 0.75} {
		at := l.when(part, 16, 0)
		t := l.begin("drill", at, "record", values{"title": fmt.Sprintf("第%d次台账备份恢复演练", i+1), "type": "备份恢复演练", "asked_by": center, "on": day(at), "owner": "王强", "outcome": "正常"})
		t.step(at.Add(30*time.Minute), "close", values{"closed": stamp(at.Add(30 * time.Minute)), "text": "备份在新文件夹恢复，逐条核对一致"})
	}
	at := l.when(0.61, 10, 0)
	t := l.begin("drill", at, "record", values{"title": "年度安全自查", "type": "安全自查", "asked_by": cityOffice, "on": day(at), "owner": User, "outcome": "正常"})
	t.step(at.Add(time.Hour), "close", values{"closed": stamp(at.Add(time.Hour)), "text": "自查表已报信息中心"})
	at = l.when(0.68, 9, 0)
	o := l.begin("drill", at, "record", values{"title": "离场账号清理整改", "type": "整改通知", "asked_by": center, "on": day(at), "owner": "王强", "deadline": day(l.next(at, 8, 0, 0)), "findings": "个别测试账号未按期停用", "outcome": "有问题"})
	done, seen := l.next(at, 5, 16, 0), l.next(at, 7, 10, 0)
	o.step(done, "rectify", values{"rectified": stamp(done), "measures": "停用账号并建立离场当日收回清单"})
	o.ruled(seen, "整改验收", "accept", values{"accepted": stamp(seen), "verdict": "通过", "text": "复查合格"})
	o.step(l.next(seen, 1, 10, 0), "close", values{"closed": stamp(l.next(seen, 1, 10, 0))})
}

// judge is what others think: complaints, the departments' grades, and what counts for the points.
func (l *life) judge() {
	var first *thread
	for i, part := range []float64{0.35, 0.79} {
		at := l.when(part, 10, 12)
		t := l.begin("complaint", at.Add(4*time.Minute), "receive", values{"title": []string{"转移接续咨询无人接听", "核定问题答复慢"}[i], "sort": "处理不及时", "received": stamp(at), "via": "12333热线", "unit": units[8].name,
			"by": l.luck.name(), "phone": l.luck.phone(), "about": "驻场项目组", "system": "社会保险系统", "content": "多次来电未及时答复", "handler": User})
		t.step(at.Add(12*time.Minute), "report", values{"reported": stamp(at.Add(12 * time.Minute)), "reported_to": "王主任"})
		looked, ruled := l.next(at, 1, 10, 0), l.next(at, 3, 10, 0)
		t.step(looked, "assess", values{"location": "高峰时段值守不足", "cause": "午间无人值守电话", "prevention": "午间轮值并设转接"})
		t.ruled(ruled, "投诉认定", "rule", values{"ruled": stamp(ruled), "verdict": []string{"有效", "无效"}[i], "opinion": []string{"反映属实", "核实已在时限内答复"}[i]})
		t.step(ruled.Add(2*time.Hour), "close", values{"closed": stamp(ruled.Add(2 * time.Hour)), "cause": "高峰时段值守不足", "prevention": "午间轮值并设转接"})
		if first != nil {
			t.link(ruled.Add(3*time.Hour), first, "同类投诉")
		}
		first = t
	}
	l.grades()
	l.points()
}

// grades are the departments' answers of the year's last month, and the center's conclusion of them.
func (l *life) grades() {
	at, year := l.open(l.from.AddDate(0, 11, -5), 9, 0), l.from.Format("2006")
	rows := [][]string{{"考核年度", "部门", "等级", "日期", "意见"}}
	for i, u := range units {
		rows = append(rows, []string{year, u.name, []string{"优", "良", "优"}[i%3], day(at), []string{"响应及时", "希望增加培训", "服务态度好"}[i%3]})
	}
	l.paste(at.Add(time.Hour), "survey", rows)
	t := l.begin("survey", at.Add(2*time.Hour), "open", values{"year": year, "department": "综合考评", "on": day(at)})
	t.ruled(at.Add(4*time.Hour), "年度满意度综合评价", "conclude", values{"concluded": stamp(at.Add(4 * time.Hour)), "result": "良", "opinion": "总体良好"})
}

// points are what was proposed to count, contested, and ruled on.
func (l *life) points() {
	at := l.when(0.41, 16, 0)
	t := l.begin("ruling", at, "propose", values{"clause": "V1", "on": day(at), "count": "1", "title": "临时安排未到场", "effect": "扣分", "persons": "王强", "basis": "信息中心通知记录"})
	t.step(l.next(at, 1, 10, 0), "contest", values{"contest": "当日按排班处理应急出动，已电话说明"})
	ruled := l.next(at, 4, 10, 0)
	t.ruled(ruled, "考核认定", "rule", values{"ruled": stamp(ruled), "verdict": "不成立", "word": "情况属实，不计"})
	at = l.when(0.62, 16, 0)
	o := l.begin("ruling", at, "propose", values{"clause": "V1", "on": day(at), "count": "2", "title": "会议材料迟交", "effect": "扣分", "opinion": "其中一次为临时通知"})
	ruled = l.next(at, 3, 10, 0)
	o.ruled(ruled, "考核认定二", "rule", values{"ruled": stamp(ruled), "verdict": "部分成立", "approved": "1", "word": "计一次"})
	l.spared()
}

// spared are the weekly checks of the year's first weeks: few tickets had come by then, and the center does not count them (A4).
func (l *life) spared() {
	var weeks []string
	for week := sla.WeekOf(l.from); len(weeks) < 10; week = sla.WeekOf(week.To) {
		weeks = append(weeks, week.String())
	}
	at := l.when(0.2, 15, 0)
	t := l.begin("ruling", at, "propose", values{"clause": "T3", "on": day(at), "count": "10", "title": "年初基数小，在途率虚高", "effect": "豁免", "basis": strings.Join(weeks, " "), "opinion": "年累计不足百件时一两件在途即超过3.5%"})
	ruled := l.next(at, 3, 10, 0)
	t.ruled(ruled, "在途率豁免", "rule", values{"ruled": stamp(ruled), "verdict": "成立", "word": "年初十周不计"})
}

// figures are what is kept up beside the work: indicators, the list of systems, improvements, and the contract's terms.
func (l *life) figures() {
	at := l.from.Add(50 * time.Minute)
	for i, d := range []struct{ system, name, definition string }{{"社会保险系统", "在职参保人数", "期末参保状态为正常的在职人数"}, {"精准发放平台", "发放成功率", "成功笔数除以应发笔数"},
		{"工伤联网结算", "联网结算人次", "当期结算成功的人次"}, {"稽核风控", "疑点核查率", "已核查疑点除以下发疑点"}, {"全民参保管理", "扩面新增人数", "当期首次参保人数"},
		{"被征地保障管理", "保障对象人数", "期末在册保障对象"}, {"退休人员社区化服务", "社区管理率", "纳入社区管理的退休人员占比"}} {
		t := l.begin("indicator", at.Add(time.Duration(i)*time.Second), "define", values{"name": d.name, "system": d.system, "definition": d.definition, "effective": day(l.from), "approver": "王主任", "approved": day(l.from), "measure": "人", "source": "回流库"})
		if i < 2 {
			on := l.when(0.5, 10, i)
			t.attach(on, "指标变更审批.png").step(on.Add(time.Minute), "change", values{"definition": d.definition + "（剔除中断缴费）", "effective": day(on), "approver": "王主任", "approved": day(on), "reason": "省厅统一口径", "approval": "指标变更审批.png"})
		}
	}
	l.systems(at.Add(time.Minute))
	l.improve()
	l.confirmTerms()
}

// systems are what the station looks after, with their interfaces.
func (l *life) systems(at time.Time) {
	for i, s := range []struct{ name, sort, system, faces string }{{"社会保险系统", "业务系统", "社会保险系统", "代发接口 | 江城银行 | 文件；财务凭证接口 | 财务系统 | 接口表"}, {"工伤联网结算系统", "业务系统", "工伤联网结算", "结算接口 | 江城第七医院 | 接口服务"},
		{"精准发放平台", "业务系统", "精准发放平台", "银行回盘接口 | 润商银行 | 文件"}, {"社保待遇测算", "创新区应用", "其它创新应用", ""}} {
		v := values{"name": s.name, "type": s.sort, "system": s.system, "since": day(l.from), "owner": "李娜", "basis": "合同约定", "parts": "应用服务；数据库；前置机", "vendors": "省项目组", "interfaces": s.faces, "duties": "日常运维；问题数据处理"}
		if s.sort == "创新区应用" {
			v["innovation"] = "是"
		}
		t := l.begin("system", at.Add(time.Duration(i)*time.Second), "record", v)
		if i == 0 {
			on := l.when(0.43, 10, 30)
			t.step(on, "update", values{"since": day(on), "basis": "省厅统一调整", "duties": "日常运维；问题数据处理；新增待遇测算支撑"})
		}
		if s.sort == "创新区应用" {
			on := l.when(0.46, 10, 30)
			t.step(on, "provide", values{"provided_on": day(on)})
		}
	}
}

// improve carries what a quarter's report promised into the next ones until it is done.
func (l *life) improve() {
	name := func(q time.Time) string { return fmt.Sprintf("%d-Q%d", q.Year(), (int(q.Month())+2)/3) }
	for i, w := range []struct {
		problem, target, measure, metric, before string
		after                                    []string
	}{{"转移接续操作咨询多", "同类工单减半", "开展专项培训并完善手册", "同类工单数（件/季）", "38", []string{"24", "9"}}, {"午间电话无人接听", "接通率达到95%", "午间轮值", "接通率（%）", "82", []string{"93", "97"}},
		{"返工率偏高", "返工率低于1%", "办结前双人核对", "返工率（%）", "1.4", []string{"1.2"}}} {
		q := quarter(l.from).AddDate(0, 3*(i/2), 0)
		at := l.open(later(q.AddDate(0, 2, 10), l.from.AddDate(0, 0, 5)), 16, i)
		t := l.begin("improvement", at, "open", values{"quarter": name(at), "problem": w.problem, "target": w.target, "measure": w.measure, "owner": "李娜", "metric": w.metric, "before": w.before, "due": day(l.from.AddDate(1, 0, -1))})
		for n, figure := range w.after {
			on := l.open(quarter(at).AddDate(0, 3*(n+2), 3), 15, i)
			t.step(on, "measure", values{"in": name(quarter(on).AddDate(0, -1, 0)), "figure": figure, "text": "按季对比"})
			if n == 1 {
				t.step(on.Add(10*time.Minute), "close", values{"closed": stamp(on.Add(10 * time.Minute)), "effect": "达到目标，转入日常", "after": figure})
			}
		}
	}
}

// confirmTerms settles with the center what the contract leaves open.
func (l *life) confirmTerms() {
	at := l.when(0.02, 10, 0)
	l.do(at, func(ctx context.Context, p *play) error {
		list, err := p.s.List(ctx, app.Query{Kind: "contract", Sort: "-start", Limit: 1}, "")
		if err != nil || len(list) == 0 {
			return err
		}
		_, err = p.s.Act(ctx, app.Step{Kind: "contract", Key: string(list[0].ID), Action: "amend-terms", Values: values{"response_hours": "2", "file_late_days": "1", "quarter_days": "10", "month_days": "5", "pass_mark": "60", "late_grace": "0",
			"incident_minutes": "15", "complaint_minutes": "30", "feedback_days": "3", "manual_days": "5", "promised": "3", "reason": "信息中心会议纪要确认"}})
		return err
	})
}
