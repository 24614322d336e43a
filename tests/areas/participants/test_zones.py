from registry.areas.participants.zones import zones


def test_the_zones_are_those_of_the_annex_in_its_order() -> None:
    found = [zone for zone in zones().values() if zone.in_annex]

    assert len(found) == 21
    assert [zone.code for zone in found][:5] == ["11", "12", "13", "21", "23"]
    assert zones()["31"].name_en == "Shanghai"
    assert "临港新片区(2019-08-20揭牌)" in zones()["31"].districts
