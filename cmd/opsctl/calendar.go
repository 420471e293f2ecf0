package main

import (
	"context"
	"sort"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/worktime"
	"opsledger/cmd/internal/boot"
)

var cmdCalendar = command{name: "calendar", usage: "show | import 文件.json [--dry-run]", about: "节假日数据", flags: []string{"dry-run!"}, run: runCalendar}

func runCalendar(ctx context.Context, k *call) error {
	if err := k.need(1, 2); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		switch {
		case k.args[0] == "show" && len(k.args) == 1:
			years, err := s.HolidayYears(ctx)
			if err != nil {
				return err
			}
			k.years(years)
			return nil
		case k.args[0] == "import" && len(k.args) == 2:
			return k.importCalendar(ctx, s)
		}
		return fault.New(fault.Usage, k.usage())
	})
}

// importCalendar takes a year in and tells which dues it moves; with --dry-run it only tells.
func (k *call) importCalendar(ctx context.Context, s *boot.Session) error {
	raw, err := boot.ReadFile(k.args[1])
	if err != nil {
		return err
	}
	y, moved, err := s.PreviewCalendar(ctx, raw)
	if err != nil {
		return err
	}
	if !k.has("dry-run") {
		if y, err = s.ImportCalendar(ctx, raw); err != nil {
			return err
		}
	}
	if k.json && k.has("dry-run") {
		k.print(map[string]any{"years": []worktime.Year{y}, "moved": moved})
		return nil
	}
	k.years([]worktime.Year{y})
	if !k.json {
		k.moved(moved)
	}
	return nil
}

func (k *call) moved(list []app.MovedDue) {
	k.say("在办工单的期限变动：%d项", len(list))
	for _, m := range list {
		k.say("  %s %s：%s → %s", m.Number, m.Clock, minute(m.Before), minute(m.After))
	}
}

func minute(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }

func (k *call) years(years []worktime.Year) {
	sort.Slice(years, func(i, j int) bool { return years[i].Year < years[j].Year })
	if k.json {
		k.print(years)
		return
	}
	for _, y := range years {
		k.say("%d年：放假%d天，调休上班%d天（%s）", y.Year, len(y.Holidays), len(y.Workdays), y.Source)
	}
}
