from xml.etree import ElementTree

from domain.success.risk_metrics import Bin
from services.churn.plot import HEIGHT, WIDTH, calibration_plot

SVG = "{http://www.w3.org/2000/svg}"


def test_plot_has_a_point_a_group_and_stays_in_its_frame() -> None:
    bins = (Bin(50, 0.02, 0.0), Bin(50, 0.1, 0.12), Bin(5, 0.9, 1.0))
    root = ElementTree.fromstring(calibration_plot(bins, "Calibration"))
    circles = root.findall(f"{SVG}circle")
    assert len(circles) == 3
    for circle in circles:
        assert 0 < float(circle.attrib["cx"]) < WIDTH
        assert 0 < float(circle.attrib["cy"]) < HEIGHT
    heights = [float(circle.attrib["cy"]) for circle in circles]
    assert heights == sorted(heights, reverse=True)  # more left is further up
