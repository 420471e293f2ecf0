package main

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/rule/duty"
	"opsledger/cmd/internal/boot"
)

var cmdDuty = command{name: "duty", usage: "[2026-03 | 2026] [--as-of 时间]", about: "值班表：空档与重叠；此刻谁在值班", flags: []string{"as-of"}, run: runDuty}

// shownDuty is the calendar as JSON.
type shownDuty struct {
	duty.Cover
	Now []duty.Held `json:"on_duty"`
}

func runDuty(ctx context.Context, k *call) error {
	if err := k.need(0, 1); err != nil {
		return err
	}
	at, err := k.asOf()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		if at.IsZero() {
			at = s.Now()
		}
		text := at.In(zone).Format("2006-01")
		if len(k.args) == 1 {
			text = k.args[0]
		}
		from, to, err := period(text)
		if err != nil {
			return err
		}
		out := shownDuty{}
		if out.Cover, err = s.Duty(ctx, from, to); err != nil {
			return err
		}
		if out.Now, err = s.OnDuty(ctx, at); err != nil {
			return err
		}
		if k.json {
			k.print(out)
			return nil
		}
		k.duty(out, at)
		return nil
	})
}

// period reads a month or a year.
func period(text string) (from, to time.Time, err error) {
	if from, err = time.ParseInLocation("2006-01", text, zone); err == nil {
		return from, from.AddDate(0, 1, 0), nil
	}
	if from, err = time.ParseInLocation("2006", text, zone); err == nil {
		return from, from.AddDate(1, 0, 0), nil
	}
	return from, to, fault.New(fault.Usage, "“"+text+"”应写作月份 2026-03 或年份 2026")
}

func (k *call) duty(out shownDuty, at time.Time) {
	for _, t := range out.Turns {
		k.say("%s 至 %s  %s%s%s  %s", minute(t.Turn.From), minute(t.Turn.To), t.Primary, map[bool]string{true: "（备 " + t.Backup + "）"}[t.Backup != ""],
			map[bool]string{true: "（换班）"}[t.Swapped], t.Number)
	}
	for _, g := range out.Gaps {
		k.say("！空档 %s 至 %s", minute(g.From), minute(g.To))
	}
	for _, o := range out.Overlaps {
		k.say("！重叠 %s 至 %s：%v", minute(o.From), minute(o.To), o.People)
	}
	if len(out.Now) == 0 {
		k.say("%s 无人值班", minute(at))
	}
	for _, h := range out.Now {
		k.say("%s 值班：%s%s%s", minute(at), h.Primary, map[bool]string{true: "，备 " + h.Backup}[h.Backup != ""], map[bool]string{true: "，电话 " + h.Phone}[h.Phone != ""])
	}
}
