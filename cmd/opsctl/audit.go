package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdAudit = command{name: "audit", usage: "verify [--full] | log [--limit N] [--where 项=值]…", about: "核对台账、查看操作日志", flags: []string{"full!", "limit", "where"}, run: runAudit}

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
		return fault.New(fault.Damaged, strings.Join(a.Faults, "；"))
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
	wanted, err := k.wanted()
	if err != nil {
		return err
	}
	list, err := s.AuditLog(ctx, limit)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(l app.Logged) bool { return !wanted(l) })
	if k.json {
		k.print(list)
		return nil
	}
	for _, l := range list {
		k.say("%s %s %s %s %s", moment(l.Time), l.Actor, l.Kind, l.Number, l.Label)
	}
	return nil
}

// wanted reads the --where of the log: all of them must hold.
func (k *call) wanted() (func(app.Logged) bool, error) {
	items := map[string]func(app.Logged) string{
		"actor": func(l app.Logged) string { return l.Actor }, "device": func(l app.Logged) string { return l.Device },
		"kind": func(l app.Logged) string { return l.Kind }, "number": func(l app.Logged) string { return l.Number },
		"action": func(l app.Logged) string { return l.Action }, "record": func(l app.Logged) string { return string(l.Record) },
		"commit": func(l app.Logged) string { return string(l.Commit) }}
	for _, w := range k.options["where"] {
		if key, _, ok := strings.Cut(w, "="); !ok || items[key] == nil {
			return nil, fault.New(fault.Usage, "--where “"+w+"”应写作 项=值，项为 "+strings.Join(slices.Sorted(maps.Keys(items)), "、"))
		}
	}
	return func(l app.Logged) bool {
		return !slices.ContainsFunc(k.options["where"], func(w string) bool {
			key, value, _ := strings.Cut(w, "=")
			return items[key](l) != value
		})
	}, nil
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
