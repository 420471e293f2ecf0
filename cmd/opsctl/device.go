package main

import (
	"context"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdDevice = command{name: "device", usage: "show | request 文件 | certify 申请 --role 角色 --fingerprint 指纹 --out 文件 | accept 证书 --fingerprint 指纹 [--replace] | certificate 文件 --to 设备 | list | revoke 设备 | alarms [--done 编号] | renew | introduce 文件 | adopt --fingerprint 指纹",
	about: "设备、证书、吊销与提醒", flags: []string{"role", "fingerprint", "out", "to", "done", "replace!"}, run: runDevice}

func runDevice(ctx context.Context, k *call) error {
	if err := k.need(1, 2); err != nil {
		return err
	}
	run := map[string]func(context.Context, *boot.Session) error{"show": k.showDevice, "list": k.devices, "alarms": k.alarms, "renew": k.renewDevice, "adopt": k.adoptDevice}[k.args[0]]
	if len(k.args) == 2 {
		run = map[string]func(context.Context, *boot.Session) error{"request": k.requestDevice, "certify": k.certifyDevice,
			"accept": k.acceptDevice, "certificate": k.certificateAgain, "revoke": k.revokeDevice, "introduce": k.introduceDevice}[k.args[0]]
	}
	if run == nil || k.args[0] == "certify" && (!k.has("role") || !k.has("out")) || k.args[0] == "certificate" && !k.has("to") {
		return fault.New(fault.Usage, k.usage())
	}
	return k.with(ctx, func(s *boot.Session) error { return run(ctx, s) })
}

func (k *call) device(d app.Device, said string) error {
	if k.json {
		k.print(d)
	} else {
		k.say("%s\n设备：%s\n账号：%s\n指纹：%s\n词语：%s", said, d.Device, d.Account, d.Fingerprint, d.Words)
	}
	return nil
}

func (k *call) showDevice(ctx context.Context, s *boot.Session) error {
	d, err := s.Self(ctx)
	if err != nil {
		return err
	}
	return k.device(d, "本设备（与对方当面核对：念出指纹的数字，或者念出词语）")
}

func (k *call) devices(ctx context.Context, s *boot.Session) error {
	all, err := s.Devices(ctx)
	if err != nil {
		return err
	}
	if k.json {
		k.print(all)
		return nil
	}
	for _, d := range all {
		state := boot.RoleNames(d.Roles)
		if d.Revoked {
			state = "已吊销"
		}
		k.say("%s\t%s\t%s\t%s", d.Device, d.Account, state, d.Fingerprint)
	}
	return nil
}

func (k *call) alarms(ctx context.Context, s *boot.Session) error {
	if id := k.option("done", ""); id != "" {
		if err := s.PutAwayAlarm(ctx, id); err != nil {
			return err
		}
	}
	all, err := s.Alarms(ctx)
	return tellAll(k, all, err, "没有需要处理的提醒", func(m app.Alarm) (string, any) { return alarmed(m), m })
}

func alarmed(m app.Alarm) string {
	return fmt.Sprintf("注意（%s）：%s。%s。%s", m.ID, m.Message, m.Kept, m.Remedy)
}

func (k *call) requestDevice(ctx context.Context, s *boot.Session) error {
	raw, d, err := s.Ask(ctx)
	return k.written(s, raw, d, err, "已写出申请："+k.args[1]+"。请把文件交给信息中心，并当面念出下面的指纹或词语")
}

// fingerprint is what was read face to face.
func (k *call) fingerprint() (string, error) {
	if f := k.option("fingerprint", ""); f != "" {
		return f, nil
	}
	if f, ok := k.ask("对方当面念出的指纹或词语："); ok {
		return f, nil
	}
	return "", fault.New(fault.Usage, "须用 --fingerprint 给出当面核对的指纹（25位数字或10个词语）")
}

func (k *call) certifyDevice(ctx context.Context, s *boot.Session) error {
	raw, err := boot.ReadFile(k.args[1])
	if err != nil {
		return err
	}
	print, err := k.fingerprint()
	if err != nil {
		return err
	}
	var roles []ledger.Role
	for _, r := range k.options["role"] {
		roles = append(roles, ledger.Role(strings.TrimSpace(r)))
	}
	answer, d, err := s.Certify(ctx, raw, print, roles...)
	if err != nil {
		return err
	}
	if err := s.WriteNew(k.option("out", ""), answer); err != nil {
		f := fault.Of(err)
		f.Kept = "证书已经签发，存在台账里"
		return f.With(f.Remedy + "。再写出：opsctl device certificate 文件 --to " + string(d.Key))
	}
	return k.device(d, "已签发证书："+k.option("out", "")+"（"+boot.RoleNames(d.Roles)+"）。请把文件交还对方")
}

// certificateAgain writes a certificate made here once more: the stick was lost, or the file could not be written then.
func (k *call) certificateAgain(ctx context.Context, s *boot.Session) error {
	raw, d, err := s.Answer(ctx, k.option("to", ""))
	return k.written(s, raw, d, err, "已再写出证书："+k.args[1]+"（"+boot.RoleNames(d.Roles)+"）。请把文件交还对方")
}

func (k *call) acceptDevice(ctx context.Context, s *boot.Session) error {
	raw, err := boot.ReadFile(k.args[1])
	if err != nil {
		return err
	}
	accept := s.Accept
	if k.has("replace") {
		accept = s.AcceptInstead
	}
	said := k.option("fingerprint", "")
	d, err := accept(ctx, raw, said)
	if said == "" && fault.Is(err, fault.WrongFingerprint) { // nobody trusted so far vouches for it
		if said, err = k.fingerprint(); err == nil {
			d, err = accept(ctx, raw, said)
		}
	}
	if err != nil {
		return err
	}
	told := "已接受，今后以下列设备为信息中心。请导出交换包给对方"
	if d.Instead != "" {
		told += "。原来的密钥（指纹 " + d.Instead + "）今后不再认可"
	}
	return k.device(d, told)
}

func (k *call) renewDevice(ctx context.Context, s *boot.Session) error {
	password, err := k.password()
	if err != nil {
		return err
	}
	if err := s.RenewKey(ctx, password); err != nil {
		return err
	}
	d, err := s.Self(ctx)
	if err != nil {
		return err
	}
	return k.device(d, "已更换签名密钥，原密钥从此不再签名。信息中心请用 device introduce 写出介绍文件交给各工作站；工作站请重新申请证书")
}

func (k *call) introduceDevice(ctx context.Context, s *boot.Session) error {
	raw, d, err := s.Introduce(ctx)
	return k.written(s, raw, d, err, "已写出介绍文件："+k.args[1]+"。请交给各工作站，用 device accept 接受")
}

func (k *call) adoptDevice(ctx context.Context, s *boot.Session) error {
	print, err := k.fingerprint()
	if err != nil {
		return err
	}
	d, err := s.Adopt(ctx, print)
	if err != nil {
		return err
	}
	return k.device(d, "已承接原信息中心：它以前的签发和裁定照旧有效，它的密钥今后签名的不计。请导出交换包给各工作站")
}

func (k *call) revokeDevice(ctx context.Context, s *boot.Session) error {
	all, err := s.Expel(ctx, k.args[1])
	if err != nil {
		return err
	}
	if k.json {
		k.print(all)
		return nil
	}
	for _, d := range all {
		k.say("已吊销：%s（%s，%s）", d.Device, d.Account, d.Fingerprint)
	}
	k.say("此前签名的记录仍然有效，今后的不计")
	return nil
}

// written puts an enrolment file where it was asked for, and tells whose it is.
func (k *call) written(s *boot.Session, raw []byte, d app.Device, err error, words string) error {
	if err == nil {
		err = s.WriteNew(k.args[1], raw)
	}
	if err != nil {
		return err
	}
	return k.device(d, words)
}
