package main

// translations are the toolkit's own few words in Chinese; without them it would follow the system's language.
const translations = `{
 "OK": "好", "Cancel": "返回", "Confirm": "办理", "Yes": "是", "No": "否", "Submit": "提交", "Close": "关闭", "Quit": "退出",
 "Open": "打开", "Save": "保存", "Copy": "复制", "Cut": "剪切", "Paste": "粘贴", "Select all": "全选", "Undo": "撤销", "Redo": "重做",
 "Error": "没有办成", "Advanced": "高级", "(Select one)": "请选择",
 "Sunday": "周日", "Monday": "周一", "Tuesday": "周二", "Wednesday": "周三", "Thursday": "周四", "Friday": "周五", "Saturday": "周六"
}`
