package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
	"opsledger/cmd/internal/boot"
	"opsledger/ui/view"
)

var cmdList = command{name: "list", usage: "类型 [--where 字段=值]… [--search 文字] [--sort 字段] [--limit N] [--reveal 理由]", about: "列出记录",
	flags: []string{"where", "search", "sort", "limit", "reveal", "as-of"}, run: runList}

func runList(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		q, err := k.query(ctx, s)
		if err != nil {
			return err
		}
		reveal, err := k.reveal()
		if err != nil {
			return err
		}
		asOf, err := k.asOf()
		if err != nil {
			return err
		}
		list, err := s.ListAsOf(ctx, q, asOf, reveal)
		if err != nil {
			return err
		}
		if k.json {
			k.print(list)
			return nil
		}
		for _, r := range list {
			k.row(s, r)
		}
		k.say("共%d条", len(list))
		return nil
	})
}

func (k *call) reveal() (string, error) {
	reason := strings.TrimSpace(k.option("reveal", ""))
	if k.has("reveal") && reason == "" {
		return "", fault.New(fault.NeedReason)
	}
	return reason, nil
}

// limit is how many are asked for; 0: all.
func (k *call) limit(usual int) (int, error) {
	n, err := strconv.Atoi(k.option("limit", strconv.Itoa(usual)))
	if err != nil || n < 0 {
		return 0, fault.New(fault.Usage, "--limit 应为数字")
	}
	return n, nil
}

// query reads --where, --search, --sort and --limit. A choice may be named by key or label.
func (k *call) query(ctx context.Context, s *boot.Session) (app.Query, error) {
	q := app.Query{Kind: k.args[0], Search: k.option("search", ""), Sort: k.option("sort", "")}
	kind := s.Kinds.Kind(q.Kind)
	if kind == nil {
		return q, fault.New(fault.UnknownKind, q.Kind)
	}
	var err error
	if q.Limit, err = k.limit(0); err != nil {
		return q, err
	}
	for _, w := range k.options["where"] {
		c, err := condition(w)
		if err != nil {
			return q, err
		}
		if c.Value, err = s.Comparable(ctx, kind, c.Key, c.Value); err != nil {
			return q, err
		}
		q.Where = append(q.Where, c)
	}
	return q, nil
}

func condition(text string) (app.Condition, error) {
	for _, op := range []app.Op{app.AtLeast, app.AtMost, app.Differs, app.Equal} {
		if key, value, ok := strings.Cut(text, string(op)); ok {
			return app.Condition{Key: strings.TrimSpace(key), Op: op, Value: []string{strings.TrimSpace(value)}}, nil
		}
	}
	return app.Condition{}, fault.New(fault.Usage, "--where 应写作 字段=值")
}

var cmdShow = command{name: "show", usage: "类型 编号 [--history] [--reveal 理由]", about: "查看一条记录", flags: []string{"history!", "reveal", "as-of"}, run: runShow}

func runShow(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		reveal, err := k.reveal()
		if err != nil {
			return err
		}
		asOf, err := k.asOf()
		if err != nil {
			return err
		}
		r, err := s.ShowAsOf(ctx, k.args[0], k.args[1], asOf, k.has("history"), reveal)
		if err != nil {
			return err
		}
		k.record(s, r)
		return nil
	})
}

// record prints a whole record.
func (k *call) record(s *boot.Session, r app.Shown) {
	if k.json {
		k.print(r)
		return
	}
	kind := s.Kinds.Kind(r.Kind)
	k.say("%s %s  %s", kind.Label, r.Number, kind.StateLabel(r.State))
	for _, f := range kind.Fields {
		if v := view.Value(f, r.Fields[f.Key]); v != "" {
			k.say("  %s：%s", f.Label, v)
		}
	}
	for _, at := range r.Attached {
		k.say("  附件：%s（%d字节，%s）", at.Name, at.Size, at.Hash.Short())
	}
	for _, l := range r.Links {
		way := map[bool]string{false: "→", true: "←"}[l.Incoming]
		k.say("  %s %s %s %s", l.Relation, way, s.Kinds.Kind(l.Kind).Label, l.Number)
	}
	if r.Incomplete {
		k.say("  不完整：有步骤尚未到达")
	}
	for _, c := range r.Conflicts {
		k.say("  未决冲突：%s", c.Field)
	}
	for _, h := range r.History {
		line := fmt.Sprintf("  %s %s 在%s %s", moment(h.Time), h.Actor, h.Device, h.Label)
		for _, f := range kind.Fields {
			if v := view.Value(f, h.Changes[f.Key]); v != "" {
				line += " " + f.Label + "＝" + v
			}
		}
		if h.Note != "" {
			line += "（" + h.Note + "）"
		}
		k.say("%s", line)
	}
}

func (k *call) row(s *boot.Session, r app.Shown) {
	kind := s.Kinds.Kind(r.Kind)
	title, _ := r.Fields[kind.Title].(string)
	line := fmt.Sprintf("%s  %s  %s", r.Number, kind.StateLabel(r.State), title)
	if r.Incomplete {
		line += "  不完整"
	}
	if len(r.Conflicts) > 0 {
		line += "  未决冲突"
	}
	k.say("%s", line)
}

func moment(s string) string {
	if t := ledger.ParseTime(s); !t.IsZero() {
		return t.Format("2006-01-02 15:04")
	}
	return s
}

func parseMoment(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	t, _, err := intake.ParseTime(text)
	if err != nil {
		return t, fault.New(fault.Usage, "时间“"+text+"”应写作 2026-03-05T10:00")
	}
	return t, nil
}
