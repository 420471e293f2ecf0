package main

// translations are the toolkit's own few words in Chinese; without them it would follow the system's language.
const translations = `{
 "OK": "好", "Cancel": "返回", "Confirm": "办理", "Yes": "是", "No": "否", "Submit": "提交", "Close": "关闭", "Quit": "退出",
 "Open": "打开", "Save": "保存", "Copy": "复制", "Cut": "剪切", "Paste": "粘贴", "Select all": "全选", "Undo": "撤销", "Redo": "重做",
 "Error": "没有办成", "Advanced": "高级", "Favourites": "常用", "Home": "主目录", "Computer": "本机", "Documents": "文档", "Downloads": "下载",
 "Desktop": "桌面", "File": "文件", "Folder": "文件夹", "New Folder": "新文件夹", "Create Folder": "新建文件夹", "Enter filename": "输入文件名",
 "Show Hidden Files": "显示隐藏文件", "Toggle Hidden Files": "显示或隐藏", "Overwrite": "覆盖", "Overwrite?": "覆盖？", "(Select one)": "请选择", "file.parent": "上一级", "file.name": "名称",
 "Sunday": "周日", "Monday": "周一", "Tuesday": "周二", "Wednesday": "周三", "Thursday": "周四", "Friday": "周五", "Saturday": "周六"
}`
