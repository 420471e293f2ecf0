package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdAudit = command{name: "audit", usage: "verify [--full] | log [--limit N] [--where 项=值]… [--out 文件.xlsx]", about: "核对台账、查看操作日志", flags: []string{"full!", "limit", "where", "out"}, run: runAudit}

func runAudit(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	switch k.args[0] {
	case "verify":
		return k.with(ctx, func(s *boot.Session) error { return k.verify(ctx, s) })
	case "log":
		return k.with(ctx, func(s *boot.Session) error { return k.log(ctx, s) })
	}
	return fault.New(fault.Usage, k.usage())
}

func (k *call) verify(ctx context.Context, s *boot.Session) error {
	a, err := s.Store.Verify(ctx, k.progress("核对"))
	if err != nil {
		return err
	}
	if k.json {
		k.print(a)
	} else {
		k.say("核对了%d页、%d个提交、%d个条目、%d条记录", a.Pages, a.Commits, a.Entries, a.Records)
		for _, h := range a.Heads {
			k.say("设备日志 %s 第%d号 %s", h.Feed[:8], h.Seq, h.Hash.Short())
		}
		for _, f := range a.Faults {
			k.say("%s", f)
		}
	}
	if !a.OK {
		k.json = false // the answer stands; the failure goes to standard error
		return a.Fault()
	}
	if !k.json {
		k.say("没有发现问题")
	}
	return nil
}

func (k *call) log(ctx context.Context, s *boot.Session) error {
	limit, err := k.count("limit", 1000, 0, many)
	if err != nil {
		return err
	}
	q, err := k.auditQuery()
	if err != nil {
		return err
	}
	if path := k.option("out", ""); path != "" {
		rows, err := s.AuditFile(ctx, q, path, k.progress("导出"))
		if err != nil {
			return err
		}
		if k.json {
			k.print(map[string]int{"rows": rows})
		} else {
			k.say("导出%d行到 %s", rows, path)
		}
		return nil
	}
	q.Limit = limit
	list, _, err := s.AuditLog(ctx, q)
	if err != nil {
		return err
	}
	if k.json {
		k.print(list)
		return nil
	}
	for _, l := range list {
		k.say("%s %s %s %s %s%s", moment(l.Time), l.Actor, s.LoggedKind(l), l.Number, l.Label, because(l.Reason))
	}
	return nil
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return "：" + reason
}

// auditQuery reads the --where of the log: all of them must hold, several of one item are any of them.
func (k *call) auditQuery() (q app.AuditQuery, err error) {
	items := map[string]func(value string){
		"actor": func(v string) { q.Actors = append(q.Actors, v) }, "device": func(v string) { q.Devices = append(q.Devices, v) },
		"kind": func(v string) { q.Kinds = append(q.Kinds, v) }, "action": func(v string) { q.Actions = append(q.Actions, v) },
		"sort": func(v string) { q.Sorts = append(q.Sorts, app.Sort(v)) }, "from": func(v string) { q.From = ledger.Day(v) },
		"to": func(v string) { q.To = ledger.Day(v) }, "record": func(v string) { q.Record = v }, "number": func(v string) { q.Record = v },
		"commit": func(v string) { q.Commit = ledger.Hash(v) }}
	for _, w := range k.options["where"] {
		key, value, ok := strings.Cut(w, "=")
		if !ok || items[key] == nil {
			return q, fault.New(fault.Usage, "--where “"+w+"”应写作 项=值，项为 "+strings.Join(slices.Sorted(maps.Keys(items)), "、"))
		}
		items[key](value)
	}
	return q, q.Check()
}

var cmdRebuild = command{name: "rebuild", usage: "", about: "由设备日志重建各表", run: runRebuild}

func runRebuild(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		var r app.Rebuilt
		r, err := s.Store.Rebuild(ctx, k.progress("重建"))
		if err != nil {
			return err
		}
		if k.json {
			k.print(r)
		} else {
			k.say("由%d个提交重建了%d条记录，%d条与原来不同", r.Commits, r.Records, r.Changed)
		}
		tidy(ctx, s)
		return nil
	})
}
