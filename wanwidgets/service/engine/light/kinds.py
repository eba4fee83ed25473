"""The kinds of step in which light and colour change."""

from __future__ import annotations

from wanwidgets.service.engine.kind import Kind, changing
from wanwidgets.service.engine.light import hours, seasons, temper, tones, weather

__all__ = ["KINDS"]

KINDS: tuple[Kind, ...] = (
    Kind("grey", "black and white{strength} in {where}", changing(temper.grey), example='"Make it black and white"'),
    Kind("warm", "warmer{strength} in {where}", changing(temper.warm), example='"Make it warmer"'),
    Kind("cool", "cooler{strength} in {where}", changing(temper.cool), example='"Make it cooler"'),
    Kind("sepia", "sepia{strength} in {where}", changing(tones.sepia), example='"Make it sepia"'),
    Kind("invert", "the negative{strength} in {where}", changing(tones.invert), example='"Invert the colours"'),
    Kind("vintage", "a faded print{strength} in {where}", changing(tones.vintage), example='"Make it look vintage"'),
    Kind("spring", "the colours of spring{strength} in {where}", changing(seasons.spring), example='"Make it spring"'),
    Kind("summer", "the colours of summer{strength} in {where}", changing(seasons.summer), example='"Make it summer"'),
    Kind("autumn", "the colours of autumn{strength} in {where}", changing(seasons.autumn), example='"Make it autumn"'),
    Kind("winter", "the colours of winter{strength} in {where}", changing(seasons.winter), example='"Make it winter"'),
    Kind("sunrise", "the light of sunrise{strength} in {where}", changing(hours.sunrise), example='"Make it sunrise"'),
    Kind("noon", "the light of noon{strength} in {where}", changing(hours.noon), example='"Make it noon"'),
    Kind("sunset", "the light of sunset{strength} in {where}", changing(hours.sunset), example='"Make it sunset"'),
    Kind("dusk", "the light of dusk{strength} in {where}", changing(hours.dusk), example='"Make it dusk"'),
    Kind("night", "day turned into night{strength} in {where}", changing(hours.night), example='"Make it night"'),
    Kind("rain", "rain{strength} over {where}", changing(weather.rain), example='"Make it rain"'),
    Kind("snow", "falling snow{strength} over {where}", changing(weather.snow), example='"Make it snow"'),
    Kind("fog", "fog{strength} over {where}", changing(weather.fog), example='"Add fog"'),
    Kind("rays", "rays of sunlight{strength} over {where}", changing(weather.rays), example='"Add sun rays"'),
)
