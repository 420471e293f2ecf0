package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/attendance"
	"opsledger/cmd/internal/boot"
)

var cmdAttendance = command{name: "attendance", usage: "2026-03 | confirm 2026-03 --by 确认人 [--on 时间] [--paper 扫描件 --paper-date 日期]", about: "考勤月表；登记信息中心的月度确认",
	flags: []string{"by", "on", "paper", "paper-date"}, run: runAttendance}

func runAttendance(ctx context.Context, k *call) error {
	if len(k.args) == 2 && k.args[0] == "confirm" {
		return k.confirmMonth(ctx, k.args[1])
	}
	if err := k.need(1, 1); err != nil {
		return err
	}
	month, err := monthNamed(k.args[0])
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		m, err := s.Attendance(ctx, month)
		if err != nil {
			return err
		}
		if k.json {
			k.print(m)
			return nil
		}
		k.month(m)
		return nil
	})
}

// monthNamed reads 2026-03.
func monthNamed(text string) (time.Time, error) {
	at, err := time.ParseInLocation("2006-01", text, zone)
	if err != nil {
		return at, fault.New(fault.Usage, "月份“"+text+"”应写作 2026-03")
	}
	return at, nil
}

func (k *call) confirmMonth(ctx context.Context, text string) error {
	month, err := monthNamed(text)
	if err != nil {
		return err
	}
	c := app.Confirmation{Month: month, By: k.option("by", "")}
	if c.By == "" {
		return fault.New(fault.Usage, "须用 --by 写明确认人")
	}
	if on := k.option("on", ""); on != "" {
		if c.Confirmed, err = parseMoment(on); err != nil {
			return err
		}
	}
	if path := k.option("paper", ""); path != "" {
		data, err := boot.ReadAttachment(path)
		if err != nil {
			return err
		}
		c.Paper, c.PaperDate = &app.File{Name: filepath.Base(path), Data: data}, ledger.Day(k.option("paper-date", ""))
	}
	return k.with(ctx, func(s *boot.Session) error {
		n, err := s.ConfirmMonth(ctx, c)
		if err != nil {
			return err
		}
		if k.json {
			k.print(map[string]any{"month": text, "confirmed": n})
			return nil
		}
		k.say("%s 的考勤记录已确认%d条", text, n)
		return nil
	})
}

// cells are the months' signs, each as wide as two letters.
var cells = map[string]string{record.Normal: "正", record.Late: "迟", record.Absent: "缺", record.OnLeave: "假", record.Outside: "外", record.Overtime: "加"}

func (k *call) month(m attendance.Month) {
	var days, weekdays strings.Builder
	for _, d := range m.Days {
		fmt.Fprintf(&days, " %s", d.Date[8:])
		weekdays.WriteString(map[bool]string{true: " 班", false: " 休"}[d.Workday])
	}
	k.say("%s\n%s  %s", days.String(), weekdays.String(), "（正常 迟到 缺勤 请假 外出 加班；· 未到时）")
	for _, r := range m.Rows {
		var line strings.Builder
		for i, d := range r.Days {
			cell := cells[d.Status]
			if cell == "" {
				cell = map[bool]string{true: "· ", false: "  "}[m.Days[i].Workday]
			}
			line.WriteString(" " + cell)
		}
		k.say("%s  %s%s  %s", line.String(), r.Person, map[bool]string{true: "（不在人员名册）"}[r.Unknown], totals(r.Totals))
		for _, d := range r.Days {
			if len(d.Remarks) > 0 {
				k.say("      %s %s", d.Date, strings.Join(d.Remarks, "；"))
			}
		}
	}
	for _, d := range m.Days {
		if len(d.Guard) > 0 {
			k.say("保障期 %s %s", d.Date, strings.Join(d.Guard, "、"))
		}
	}
	k.say("合计：%s", totals(m.Totals))
	k.say("信息中心已确认%d条，待确认%d条，申辩待裁定%d条%s", m.Confirmed, m.Open, m.Waiting, map[bool]string{true: "；确认人：" + strings.Join(m.By, "、")}[len(m.By) > 0])
}

func totals(t attendance.Totals) string {
	return fmt.Sprintf("迟到%d 缺勤%d 请假%s天 外出%d 加班%d次%s 出勤%s", t.Late, t.Absent, halves(t.Leave), t.Outside, t.Extra, hours(t.Overtime), hours(t.Worked))
}

func halves(n int) string {
	return fmt.Sprint(n/2) + map[int]string{0: "", 1: ".5"}[n%2]
}

// hours writes minutes as hours and minutes.
func hours(minutes int) string { return fmt.Sprintf("%d时%02d分", minutes/60, minutes%60) }
