package demo

import (
	"fmt"
	"time"
)

// regulation is one of those the contract names.
type regulation struct{ name, issuer, sort, governs, same string }

const (
	provinceOffice = "江苏省人社厅"
	cityOffice     = "镇江市人社局"
	center         = "信息中心"
)

// regulations are the eight of the security clause, and the others that govern who is on site and how tickets are kept.
var regulations = []regulation{
	{"省人社一体化信息平台驻场运维人员管理暂行办法", provinceOffice, "驻场人员管理", "人员：离场；人员变更：工作交接", ""},
	{"省人社一体化信息平台数据运维管理暂行办法", provinceOffice, "数据运维管理", "数据作业：授权；数据作业：执行", ""},
	{"省人社一体化信息平台运维和开发人员管理办法（试行）", provinceOffice, "驻场人员管理", "", ""},
	{"省人社一体化信息平台回流数据安全管理办法（试行）", provinceOffice, "数据安全", "数据作业：交付", ""},
	{"关于切实做好供应链企业网络安全和数据安全管理工作的通知", cityOffice, "供应链安全", "安全事件：登记", ""},
	{"镇江市人社信息系统供应链安全管理办法（试行）", cityOffice, "供应链安全", "", ""},
	{"市人社局单位外包活动网络和数据安全管理制度", cityOffice, "外包管理", "", ""},
	{"市人社局外包单位及相关人员管理制度", cityOffice, "外包管理", "", ""},
	{"省人社一体化信息平台驻场人员管理办法", provinceOffice, "驻场人员管理", "", "省人社一体化信息平台驻场运维人员管理暂行办法"},
	{"信息中心驻场人员管理制度", center, "驻场人员管理", "考勤：签到；请假：批准", ""},
	{"运维过程管理制度规范", provinceOffice, "运维过程管理", "", ""},
	{"江苏省人社一体化信息平台运维工单管理暂行办法", provinceOffice, "工单管理", "工单：签收；工单：办结", ""},
	{"社会保险子项目维护服务方案", company, "维护服务方案", "", ""},
}

// regulate records them, has everybody sign, and checks against them once a year.
func (l *life) regulate() {
	at := l.starts[0].Add(25 * time.Minute)
	var all []*thread
	for i, r := range regulations {
		v := values{"name": r.name, "issuer": r.issuer, "sort": r.sort, "governs": r.governs, "yearly": "是", "dated": fmt.Sprintf("%d-0%d-15", 2021+i%4, 1+i%9), "version": "现行"}
		if r.same != "" {
			v["same_as"] = r.same
		}
		if r.issuer == company {
			v["approved"], v["version"] = day(at), "V1.0"
		}
		all = append(all, l.begin("regulation", at.Add(time.Duration(i)*time.Second), "record", v))
	}
	for _, t := range l.threads {
		if t.kind != "person" {
			continue
		}
		signed := l.cameAt(t.whose).Add(time.Hour)
		l.all(signed, all, "sign", values{"person": t.whose, "signed_on": day(signed)})
	}
	checked := l.when(0.6, 15, 0)
	l.all(checked, all[:len(all)-1], "self-check", values{"checked_on": day(checked), "checked_by": User, "result": "符合", "text": "逐条自查，未发现问题"})
	again := l.next(checked, 3, 15, 0)
	all[3].step(again, "self-check", values{"checked_on": day(again), "checked_by": User, "result": "有问题", "text": "一份回流数据清单未及时登记销毁，已补登并提醒"})
}

// cameAt is when somebody came on site.
func (l *life) cameAt(name string) time.Time {
	first := l.starts[0].Add(30 * time.Minute)
	for _, e := range engineers {
		switch {
		case e.name != name:
		case name == leaver:
			return l.next(first, 3, 8, 40)
		case e.after > 0:
			return l.when(e.after, 8, 40)
		}
	}
	return first
}
