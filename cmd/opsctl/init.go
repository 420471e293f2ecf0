package main

import (
	"context"
	"errors"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdInit = command{name: "init", usage: "--name 名称 --role station|center --user 账号 [--account-role lead] [--station 01] [--project 编号]",
	about: "建立台账", flags: []string{"name", "role", "account-role", "station", "project"}, run: runInit}

func runInit(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	o, err := k.bootOptions()
	if err != nil {
		return err
	}
	s, founded, err := boot.Init(ctx, boot.Setup{Options: o, Name: k.option("name", ""), Role: k.option("role", "station"),
		AccountRole: ledger.Role(k.option("account-role", "")), Station: k.option("station", ""), Project: k.option("project", "")})
	if err != nil {
		return err
	}
	if k.json {
		k.print(founded)
	} else {
		k.say("已建立台账：%s\n设备：%s\n指纹：%s\n恢复密钥（只显示这一次，请抄写或打印后妥善保管）：\n%s", founded.Store, founded.Device, founded.Fingerprint, founded.RecoveryKey)
	}
	return errors.Join(s.Close())
}
