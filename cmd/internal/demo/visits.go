package demo

import (
	"context"
	"time"

	"opsledger/app"
)

// asking is how often departments are visited: in the middle of each quarter, or soon after the contract begins.
func (l *life) asking() (out []time.Time) {
	for q := quarter(l.from); q.Before(l.now); q = q.AddDate(0, 3, 0) {
		at := l.open(later(q.AddDate(0, 1, 8), l.from.AddDate(0, 0, 8)), 9, 30)
		if at.Before(q.AddDate(0, 3, 0)) {
			out = append(out, at)
		}
	}
	return out
}

// said is what departments tell when they are visited: a trouble that becomes a ticket, a wish that becomes a finding.
var said = []struct{ trouble, system, insurance, wish string }{
	{"养老待遇核定页面打开很慢", "社会保险系统", "企业职工养老", "核定结果希望可以批量导出"},
	{"居民养老缴费档次查询不到历史记录", "社会保险系统", "城乡居民养老", "缴费提醒短信希望带上缴费年度"},
	{"工伤联网结算回执偶尔重复", "工伤联网结算", "工伤", "结算单希望合并打印"},
	{"发放批次状态不刷新", "精准发放平台", "企业职工养老", "批次列表希望可按银行筛选"},
	{"参保登记重复校验提示不清楚", "全民参保管理", "城乡居民养老", "登记页面希望能带出身份信息"},
}

// visits asks every department each quarter: two on the spot, the others by telephone; what they say is followed to its end.
func (l *life) visits() {
	for n, at := range l.asking() {
		rows := [][]string{{"日期", "方式", "受访单位", "部门类别", "区域", "受访人", "巡访人", "巡访内容", "满意度", "确认人", "确认日期"}}
		for i, u := range units {
			asked := string([]rune(l.luck.name())[:1]) + "科长"
			switch {
			case i == (2*n)%7 || u.side == "信息部门" && n%2 == 1:
				l.visit(n, u, asked, l.next(at, i%3, 9, 40+i))
			default:
				on := l.next(at, i%4, 0, 0)
				rows = append(rows, []string{day(on), "电话", u.name, u.side, u.region, asked, pick(l.luck, l.present(on)), "了解系统运行和服务情况", pick(l.luck, []string{"满意", "满意", "基本满意"}), asked, day(on)})
			}
		}
		l.paste(l.next(at, 4, 9, 0), "visit", rows)
	}
}

// visit is one on the spot.
func (l *life) visit(n int, u unit, asked string, at time.Time) {
	s := said[n%len(said)]
	t := l.begin("visit", at.Add(80*time.Minute), "record", values{"date": day(at), "means": "走访", "unit": u.name, "side": u.side, "region": u.region, "asked": asked, "asker": "李娜", "system": s.system,
		"content": "听取使用情况和意见，现场答疑", "opinion": "总体稳定，希望加快响应", "satisfaction": "满意"})
	at = at.Add(90 * time.Minute)
	t.step(at, "add-problem", values{"problem": "打印模板错位", "nature": "问题", "solved_on_site": "是", "solution": "调整浏览器打印设置"})
	t.step(at, "add-problem", values{"problem": s.wish, "nature": "建议"})
	wish := t.raise(at.Add(10*time.Minute), "finding", values{"title": s.wish, "owner": "李娜", "value": "中"})
	t.step(at.Add(11*time.Minute), "add-problem", values{"problem": s.trouble, "nature": "问题"})
	ticket := t.raise(at.Add(20*time.Minute), "ticket", values{"title": s.trouble, "system": s.system, "insurance": s.insurance, "category": "工单处理", "main_type": "技术", "arrived": stamp(at.Add(20 * time.Minute)), "assignee": "李娜"})
	taken, solved := at.Add(30*time.Minute), l.later(at, 6*time.Hour)
	ticket.step(taken, "accept", values{"responded": stamp(taken), "assignee": "李娜"})
	ticket.step(solved, "resolve", values{"resolved": stamp(solved), "result": "优化查询条件后恢复正常", "cause": "程序缺陷", "category": "工单处理", "main_type": "技术"})
	ticket.step(solved.Add(time.Hour), "confirm", values{"confirmed": stamp(solved.Add(time.Hour)), "confirmed_by": asked})
	agreed := l.next(at, 2, 15, 0)
	t.step(agreed, "confirm", values{"confirmed_by": asked, "confirmed_on": day(agreed)})
	wish.pursue(at, asked, n)
}

// raise begins another record from this one.
func (t *thread) raise(at time.Time, kind string, v values) *thread {
	o := &thread{l: t.l, kind: kind}
	t.l.threads = append(t.l.threads, o)
	t.l.do(at, func(ctx context.Context, p *play) error {
		_, rec, err := p.s.Raise(ctx, app.Raising{Kind: t.kind, Key: t.key, Action: "hand-on", To: kind, Values: v, Confirmed: true})
		if err == nil {
			o.key = string(rec.ID)
		}
		return t.failed("raise", err)
	})
	return o
}

// pursue follows a wish: fed back, sent to the province, adopted or not, until the department confirms.
func (t *thread) pursue(at time.Time, asked string, n int) {
	l := t.l
	told := l.next(at, 2, 10, 0)
	t.step(told, "feed-back", values{"fed_back": stamp(told), "feedback": "已登记为优化建议，将报省项目组"})
	if n%4 == 1 {
		t.step(told.Add(time.Hour), "decline", values{"reason": "与省级统一页面规范不一致，已向提出人说明"})
		return
	}
	t.step(told.Add(time.Hour), "plan", values{"plan": "整理样例和页面原型，报省项目组列入版本", "plan_due": day(l.next(at, 40, 0, 0)), "owner": "李娜"})
	sent, answered, done := l.next(at, 6, 16, 0), l.next(at, 16, 10, 0), l.next(at, 30, 15, 0)
	t.step(sent, "submit-province", values{"submitted": day(sent), "batch": sent.Format("2006-01")})
	t.step(answered, "conclude-province", values{"conclusion": "列入下一版本", "adopted": "采纳", "concluded": day(answered)})
	t.step(done, "solve", values{"solved": stamp(done), "solution": "新版本已上线该功能"})
	sure := l.next(done, 2, 10, 0)
	t.step(sure, "confirm-by-department", values{"confirmed_by": asked, "confirmed_on": day(sure), "confirmed_means": "电话"})
}
