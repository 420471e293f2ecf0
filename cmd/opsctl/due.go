package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdDue = command{name: "due", usage: "[--within 3d|24h|30m] [--as-of 时间] [--known-at 时间]", about: "将到期和已超时的事项，最急的在前", flags: append([]string{"within"}, looking...), run: runDue}

// shownDue is what falls due, as JSON.
type shownDue struct {
	Record ledger.RecordID `json:"record"`
	Kind   string          `json:"kind"`
	Number string          `json:"number"`
	Title  string          `json:"title"`
	Clock  string          `json:"clock"`
	Due    string          `json:"due"`
	State  string          `json:"state"`
}

func runDue(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	within, err := span(k.option("within", ""))
	if err != nil {
		return err
	}
	asOf, err := k.asOf()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		var until time.Time
		if within > 0 {
			from := asOf
			if from.IsZero() {
				from = s.Now()
			}
			until = from.Add(within)
		}
		list, err := s.Due(ctx, until, asOf)
		if err != nil {
			return err
		}
		out := []shownDue{}
		for _, d := range list {
			out = append(out, shownDue{d.Record, d.Kind, d.Number, d.Title, d.Clock, *stamp(d.Due), string(d.State)})
			if !k.json {
				k.say("%s  %s  %s  %s  %s", d.Due.In(zone).Format("2006-01-02 15:04"), clockStates[d.State], d.Label, d.Number, d.Title)
			}
		}
		if k.json {
			k.print(out)
		}
		return nil
	})
}

// span reads a length of time: days, or what Go reads.
func span(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err == nil && n > 0 && n < 4000 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	}
	d, err := time.ParseDuration(text)
	if n, e := strconv.Atoi(text); e == nil {
		d, err = time.Duration(n)*24*time.Hour, nil
	}
	if err != nil || d <= 0 {
		return 0, fault.New(fault.Usage, "--within 应写作 3d、24h 或 30m")
	}
	return d, nil
}
