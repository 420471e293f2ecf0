package main

import (
	"context"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
)

var cmdPattern = command{name: "pattern", usage: "[--since 日期]", about: "反复出现的问题和建议的培训（默认看最近180天）", flags: []string{"since"}, run: runPattern}

// recurring is a recurring problem as it is told to machines.
type recurring struct {
	Label      string    `json:"label"`
	Basis      string    `json:"basis"`
	Tickets    []string  `json:"tickets"`
	Trend      string    `json:"trend"` // rising, steady, falling
	Earlier    int       `json:"earlier"`
	Later      int       `json:"later"`
	Systems    []string  `json:"systems"`
	Trainings  []trained `json:"trainings"`
	Planned    []string  `json:"planned"`
	Suggestion string    `json:"suggestion"`
}

type trained struct {
	Number string    `json:"number"`
	Topic  string    `json:"topic"`
	Start  time.Time `json:"start"`
	Days   int       `json:"days"`
	Before int       `json:"before"`
	After  int       `json:"after"`
	Whole  bool      `json:"whole"`
}

func runPattern(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	since, err := k.day("since")
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		found, err := s.Recurring(ctx, since)
		if err != nil {
			return err
		}
		if k.json {
			out := []recurring{}
			for _, p := range found.Problems {
				out = append(out, recurringOf(p))
			}
			k.print(out)
			return nil
		}
		k.say("%s 至 %s，同类不少于%d件的：", found.Since.In(zone).Format(time.DateOnly), found.Until.In(zone).Format(time.DateOnly), found.Least)
		for _, p := range found.Problems {
			one := recurringOf(p)
			k.say("%s  %d件（按%s），前半期%d件，后半期%d件，%s", one.Label, len(one.Tickets), one.Basis, one.Earlier, one.Later, p.Trend.Words())
			k.say("  %s", one.Suggestion)
			k.say("  工单：%s", strings.Join(one.Tickets, "、"))
		}
		if len(found.Problems) == 0 {
			k.say("  没有")
		}
		return nil
	})
}

func recurringOf(p app.Recurring) recurring {
	out := recurring{Label: p.Label, Basis: string(p.Basis), Tickets: []string{}, Trend: string(p.Trend), Earlier: p.Earlier, Later: p.Later, Systems: append([]string{}, p.SystemNames()...),
		Trainings: []trained{}, Planned: append([]string{}, p.Planned...), Suggestion: p.Suggestion}
	for _, t := range p.Tickets {
		out.Tickets = append(out.Tickets, t.Number)
	}
	for _, t := range p.Trainings {
		out.Trainings = append(out.Trainings, trained{t.Number, t.Topic, t.Effect.Start, t.Effect.Days, t.Effect.Before, t.Effect.After, t.Effect.Whole})
	}
	return out
}
