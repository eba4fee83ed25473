"""What parameters, modes, choices and regions of the catalog are called, in English and in Chinese.

What has no name here is shown as the catalog calls it, so that a new model works before it was named.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NAMES"]

NAMES: Mapping[str, tuple[str, str]] = {
    # parameters
    "size": ("Size", "尺寸"),
    "n": ("Pictures", "张数"),
    "max_images": ("Max pictures", "最多张数"),
    "seed": ("Seed", "种子"),
    "watermark": ("Watermark", "水印"),
    "thinking_mode": ("Thinking", "思考模式"),
    "negative_prompt": ("Not wanted", "反向提示词"),
    "prompt_extend": ("Extend the prompt", "智能改写提示词"),
    "color_palette": ("Palette", "配色"),
    "enable_sequential": ("Image set", "组图"),
    "enable_interleave": ("Mix text and pictures", "图文混排"),
    "stream": ("Show parts as they come", "边生成边显示"),
    "style": ("Style", "风格"),
    "mask_color": ("Mask colours", "蒙版颜色"),
    "function": ("Function", "功能"),
    "strength": ("Strength", "修改强度"),
    "top_scale": ("Grow top", "向上扩展"),
    "bottom_scale": ("Grow bottom", "向下扩展"),
    "left_scale": ("Grow left", "向左扩展"),
    "right_scale": ("Grow right", "向右扩展"),
    "upscale_factor": ("Enlarge", "放大倍数"),
    "is_sketch": ("The picture is a sketch", "输入为线稿"),
    # modes; the English is the catalog's own
    "mode.edit": ("editing", "图像编辑"),
    "mode.text": ("text to picture", "文生图"),
    "mode.set": ("an image set", "组图生成"),
    "mode.mixed": ("mixed text and pictures", "图文混排"),
    "mode.inpaint": ("inpainting", "局部重绘"),
    "mode.description_edit": ("edit by description", "指令编辑"),
    "mode.description_edit_with_mask": ("edit by description under a mask", "蒙版内指令编辑"),
    "mode.stylization_all": ("style of the whole picture", "全局风格化"),
    "mode.stylization_local": ("style of a part", "局部风格化"),
    "mode.remove_watermark": ("remove text and watermarks", "去文字水印"),
    "mode.expand": ("expand the picture", "扩图"),
    "mode.super_resolution": ("raise the resolution", "图像超分"),
    "mode.colorization": ("colour a grey picture", "图像上色"),
    "mode.doodle": ("picture from a sketch", "线稿生图"),
    "mode.control_cartoon_feature": ("picture after a cartoon figure", "参考卡通形象生图"),
    # choices
    "style.<auto>": ("automatic", "自动"),
    "style.<3d cartoon>": ("3D cartoon", "3D 卡通"),
    "style.<anime>": ("anime", "动漫"),
    "style.<oil painting>": ("oil painting", "油画"),
    "style.<watercolor>": ("watercolour", "水彩"),
    "style.<sketch>": ("sketch", "素描"),
    "style.<chinese painting>": ("Chinese painting", "中国画"),
    "style.<flat illustration>": ("flat illustration", "扁平插画"),
    "function.description_edit": ("edit by description", "指令编辑"),
    "function.description_edit_with_mask": ("edit under a mask", "蒙版内编辑"),
    "function.stylization_all": ("style of the whole picture", "全局风格化"),
    "function.stylization_local": ("style of a part", "局部风格化"),
    "function.remove_watermark": ("remove text and watermarks", "去文字水印"),
    "function.expand": ("expand the picture", "扩图"),
    "function.super_resolution": ("raise the resolution", "图像超分"),
    "function.colorization": ("colour a grey picture", "图像上色"),
    "function.doodle": ("picture from a sketch", "线稿生图"),
    "function.control_cartoon_feature": ("picture after a cartoon figure", "参考卡通形象生图"),
    # regions
    "region.beijing": ("Beijing", "北京"),
    "region.singapore": ("Singapore", "新加坡"),
    "region.virginia": ("Virginia", "弗吉尼亚"),
    "region.frankfurt": ("Frankfurt", "法兰克福"),
}
"""By a parameter's name, or by kind and the catalog's own name: English, Chinese."""
