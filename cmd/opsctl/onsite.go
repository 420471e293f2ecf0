package main

import (
	"context"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
)

var cmdOnSite = command{name: "onsite", usage: "[日期]", about: "某日在岗人员与角色、不足与空缺、设备和保密协议缺项、承诺与实到", run: runOnSite}

func runOnSite(ctx context.Context, k *call) error {
	if err := k.need(0, 1); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		day := s.Now()
		if len(k.args) == 1 {
			at, err := parseMoment(k.args[0])
			if err != nil {
				return err
			}
			day = at
		}
		o, err := s.OnSite(ctx, day)
		if err != nil {
			return err
		}
		if k.json {
			k.print(o)
			return nil
		}
		k.onSite(o)
		return nil
	})
}

func (k *call) onSite(o app.OnSite) {
	k.say("%s（%s）在岗%d人", o.Date, map[bool]string{true: "工作日", false: "休息日"}[o.Workday], o.Count)
	for _, f := range o.Faults {
		k.say("  ！%s", f)
	}
	for _, p := range o.People {
		k.say("  %s  %s  %s%s%s", p.Number, p.Name, p.Role, map[bool]string{true: "（核心）"}[p.Core], map[bool]string{true: "  请假：" + p.Leave}[p.Leave != ""])
		if p.Contact != "" {
			k.say("      联系：%s", p.Contact)
		}
	}
	for _, l := range o.Lacking {
		k.say("  缺：%s %s（自%s）", l.Name, l.What, l.Since)
	}
	for _, p := range o.Promises {
		state := "到岗 " + string(p.Arrived)
		if p.Arrived == "" {
			state = "未到岗，承诺 " + string(p.Expected)
		}
		secrecy := "保密协议 " + string(p.Secrecy)
		if p.Secrecy == "" {
			secrecy = "无保密协议"
		}
		k.say("  承诺：%s %s  %s  %s  权限%d项", p.Name, p.Role, state, secrecy, p.Access)
	}
}
