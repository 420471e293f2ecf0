package demo

import (
	"context"
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// present are who is on site on a day, the manager first.
func (l *life) present(at time.Time) (out []string) {
	for _, e := range engineers {
		if !l.cameAt(e.name).After(at) && (e.until == 0 || at.Before(l.when(e.until, 18, 0))) {
			out = append(out, e.name)
		}
	}
	return out
}

// roster schedules the duty week by week, a quarter ahead, until some weeks after the contract year; one week is swapped.
func (l *life) roster() {
	head := []string{"开始时间", "结束时间", "值班人", "备值班人", "值班电话"}
	rows, told := [][]string{head}, l.from
	var turns int
	for at := l.from; at.Before(l.from.AddDate(1, 0, 14)); {
		end := at.AddDate(0, 0, 7-(int(at.Weekday())+6)%7)
		end = time.Date(end.Year(), end.Month(), end.Day(), 8, 30, 0, 0, at.Location())
		team := l.present(at.Add(12 * time.Hour))
		rows = append(rows, []string{stamp(at), stamp(end), team[turns%len(team)], team[(turns+1)%len(team)], "19900001100"})
		if turns++; turns%13 == 0 {
			l.paste(l.ago(told, 3, 17, 0), "duty", rows)
			rows, told = [][]string{head}, end
		}
		at = end
	}
	l.paste(l.ago(told, 3, 17, 0), "duty", rows)
	l.swap()
}

// swap has the backup of a week take it over.
func (l *life) swap() {
	at := l.when(0.3, 16, 0)
	l.do(at, func(ctx context.Context, p *play) error {
		list, err := p.s.List(ctx, app.Query{Kind: "duty", Sort: "from", Where: []app.Condition{{Key: "from", Op: app.AtLeast, Value: []string{day(at)}}}, Limit: 1}, "")
		if err != nil || len(list) == 0 {
			return err
		}
		_, err = p.s.Act(ctx, app.Step{Kind: "duty", Key: string(list[0].ID), Action: "swap", Values: values{"primary": fmt.Sprint(list[0].Fields["backup"]), "backup": fmt.Sprint(list[0].Fields["primary"]), "reason": "参加省厅培训"}})
		return err
	})
}

// leaveDay is a person's day off.
type leaveDay struct{ person, day string }

// evening is when the day's sheet of the attendance machine is taken in.
const evening = 18*time.Hour + 50*time.Minute

// attend keeps the attendance: a sheet a day, of what lies further back a sheet a month, leave, an absence appealed, and the
// center's word on each month.
func (l *life) attend() {
	away := l.leaves()
	missed := l.open(l.daily.AddDate(0, 0, 16), 8, 30)
	head := []string{"人员", "签到时间", "签退时间", "日期"}
	var rows [][]string
	for d := l.attended; !d.Add(evening).After(l.now); d = d.AddDate(0, 0, 1) {
		last := d.AddDate(0, 0, 1).Month() != d.Month()
		if l.cal.Workday(d) {
			rows = append(rows, l.dayOf(d, away, missed)...)
		}
		if len(rows) > 0 && (last || !d.Before(l.daily)) {
			l.paste(d.Add(evening), "attendance", append([][]string{head}, rows...))
			rows = nil
		}
		if last {
			l.confirm(d)
		}
	}
	l.thisMorning()
	l.appealed(missed)
	l.extra()
}

// thisMorning is who has signed in today, where the day is not over.
func (l *life) thisMorning() {
	today := time.Date(l.now.Year(), l.now.Month(), l.now.Day(), 0, 0, 0, 0, l.now.Location())
	if !l.cal.Workday(today) || !today.Add(evening).After(l.now) {
		return
	}
	for i, name := range l.present(today.Add(12 * time.Hour)) {
		in := today.Add(8*time.Hour + time.Duration(8+5*i)*time.Minute)
		l.begin("attendance", in, "sign-in", values{"person": name, "date": day(in), "signed_in": stamp(in)})
	}
}

// dayOf are the rows of a working day: now and then somebody is late, nobody signs in on leave.
func (l *life) dayOf(d time.Time, away map[leaveDay]bool, missed time.Time) (rows [][]string) {
	for _, name := range l.present(d.Add(12 * time.Hour)) {
		if away[leaveDay{name, day(d)}] || name == "王强" && day(d) == day(missed) {
			continue
		}
		in, out := d.Add(8*time.Hour+time.Duration(2+l.luck.IntN(27))*time.Minute), d.Add(18*time.Hour+time.Duration(1+l.luck.IntN(45))*time.Minute)
		if l.luck.one(120) {
			in = d.Add(8*time.Hour + time.Duration(33+l.luck.IntN(25))*time.Minute)
		}
		rows = append(rows, []string{name, stamp(in), stamp(out), day(d)})
	}
	return rows
}

// leaves are asked for and granted; one is refused.
func (l *life) leaves() map[leaveDay]bool {
	away := map[leaveDay]bool{}
	for i, h := range []struct {
		person, sort, reason string
		part                 float64
		days                 int
	}{{"李娜", "年假", "探亲", 0.2, 3}, {"王强", "事假", "家中有事", 0.38, 1}, {successor, "病假", "感冒发热", 0.72, 2}, {"李娜", "事假", "孩子入学", 0.88, 1}, {User, "年假", "休假", 0.6, 2}} {
		from := l.when(h.part, 0, 0)
		to := l.next(from, h.days-1, 0, 0)
		asked := l.ago(from, 4, 9, 30)
		t := l.begin("leave", asked, "apply", values{"person": h.person, "from": day(from), "to": day(to), "reason": h.reason, "type": h.sort})
		if i == 1 {
			t.step(asked.Add(time.Hour), "reject", values{"why": "当日系统升级，需在岗"})
			continue
		}
		t.step(asked.Add(time.Hour), "approve", values{"approver": "信息中心王主任", "approved": stamp(asked.Add(time.Hour))})
		for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
			away[leaveDay{h.person, day(d)}] = true
		}
	}
	return away
}

// appealed is a day without signing in that the person explains and the center rules on.
func (l *life) appealed(missed time.Time) {
	at := l.next(missed, 1, 9, 30)
	t := l.begin("attendance", at, "appeal", values{"person": "王强", "date": day(missed), "reason": "考勤机断电未打卡，当日在机房处理批次", "appealed": stamp(at)})
	ruled := l.next(at, 2, 15, 0)
	t.ruled(ruled, "考勤认定", "rule", values{"verdict": "正常", "ruled": stamp(ruled), "opinion": "机房出入记录属实"})
	other := l.open(l.daily.AddDate(0, 0, 24), 9, 0)
	l.begin("attendance", other.Add(10*time.Hour), "outing", values{"person": "李娜", "date": day(other), "out_from": stamp(other.Add(30 * time.Minute)), "out_to": stamp(other.Add(150 * time.Minute)),
		"reason": "到丹徒区社保中心处理打印问题", "place": "丹徒区社保中心", "approver": User})
}

// extra is work on a day off, at the center's wish.
func (l *life) extra() {
	off := l.daily.AddDate(0, 0, 30)
	for l.cal.Workday(off) || off.Weekday() != time.Saturday {
		off = off.AddDate(0, 0, 1)
	}
	from, to := off.Add(9*time.Hour), off.Add(12*time.Hour+30*time.Minute)
	for i, name := range []string{"李娜", "王强"} {
		l.begin("attendance", to.Add(time.Duration(10+i)*time.Minute), "overtime", values{"person": name, "date": day(off), "over_from": stamp(from), "over_to": stamp(to),
			"asked_by": center, "reason": "版本升级现场保障", "guard_task": off.Format("1月") + "版本升级"})
	}
}

// confirm is the center's word on the month of a day, from the signed sheet.
func (l *life) confirm(last time.Time) {
	at := l.next(last.AddDate(0, 0, 1), 3, 15, 30)
	name := "考勤确认-" + last.Format("2006-01") + ".png"
	l.do(at, func(ctx context.Context, p *play) error {
		_, err := p.s.ConfirmMonth(ctx, app.Confirmation{Month: last, Confirmed: at, By: "王主任", Paper: &app.File{Name: name, Data: scan(at)}, PaperDate: ledger.Day(day(at))})
		return err
	})
}

// called is when people are called out: at night, on a day off, and once for something grave.
func (l *life) called() {
	for _, c := range []struct {
		part         float64
		hour, minute int
		what, system string
		who          []string
	}{{0.16, 20, 40, "代发文件生成失败", "精准发放平台", []string{"王强"}}, {0.57, 21, 15, "社保批量作业中断，次日发放受影响", "社会保险系统", []string{"李娜", User}},
		{0.83, 7, 20, "窗口无法登录", "社会保险系统", []string{"李娜"}}} {
		at := l.when(c.part, c.hour, c.minute)
		v := values{"request": c.what, "asked": stamp(at), "by": "信息中心值班室", "system": c.system}
		if len(c.who) > 1 {
			v["major"] = "是"
		}
		t := l.begin("callout", at.Add(2*time.Minute), "open", v)
		t.step(at.Add(8*time.Minute), "respond", values{"responded": stamp(at.Add(8 * time.Minute)), "who": c.who[0], "text": "电话确认现象，出发"})
		for i, who := range c.who {
			there := at.Add(time.Duration(34+9*i) * time.Minute)
			t.step(there, "arrive", values{"arrived": stamp(there), "who": who})
		}
		t.step(at.Add(50*time.Minute), "note", values{"at": stamp(at.Add(50 * time.Minute)), "text": "定位为数据库会话堵塞，已通知省端专员"})
		end := at.Add(95 * time.Minute)
		t.step(end, "restore", values{"restored": stamp(end), "result": "释放会话后恢复，核对批次结果一致"})
		t.step(end.Add(15*time.Minute), "close", values{"closed": stamp(end.Add(15 * time.Minute)), "result": "已恢复，次日提交分析"})
	}
}
