package main

import (
	"context"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdAudit = command{name: "audit", usage: "verify [--full] | log [--limit N]", about: "核对台账、查看操作日志", flags: []string{"full!", "limit", "where"}, run: runAudit}

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
	list, err := s.AuditLog(ctx, 1000)
	if err != nil {
		return err
	}
	if k.json {
		k.print(list)
		return nil
	}
	for _, l := range list {
		k.say("%s %s %s %s %s", moment(l.Time), l.Actor, l.Kind, l.Number, l.Label)
	}
	return nil
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
		return nil
	})
}
