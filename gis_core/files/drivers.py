"""GDAL keeps the few drivers we read with; the others are taken away before any file is opened."""

import ctypes

import pyogrio._ogr

ALLOWED_DRIVERS = frozenset({"GPKG", "ESRI Shapefile", "GeoJSON"})


def leave_out_drivers() -> None:
    """Take every driver but the allowed ones, raster drivers too, from this process's GDAL."""
    gdal = ctypes.CDLL(pyogrio._ogr.__file__)  # finds the very library it was built with
    gdal.GDALGetDriver.restype = ctypes.c_void_p
    gdal.GDALGetDriverShortName.argtypes = [ctypes.c_void_p]
    gdal.GDALGetDriverShortName.restype = ctypes.c_char_p
    gdal.GDALDeregisterDriver.argtypes = [ctypes.c_void_p]
    for driver in [gdal.GDALGetDriver(at) for at in range(gdal.GDALGetDriverCount())]:
        if gdal.GDALGetDriverShortName(driver).decode() not in ALLOWED_DRIVERS:
            gdal.GDALDeregisterDriver(driver)
