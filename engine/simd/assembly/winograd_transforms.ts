// @ts-nocheck: AssemblyScript
// Winograd's F(4x4, 3x3) (Lavin and Gray 2016, points 0, 1, -1, 2, -2, infinity): the transforms of a
// tile, for eight channels at once, as pairs of vectors. They are added by build.ts, from
// transform_source.ts.
