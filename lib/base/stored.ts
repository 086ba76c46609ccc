import * as z from 'zod/mini';

/**
 * The schema of something that one function writes and another one reads: in a deployment and in a rollback the two
 * are of different versions. Fields that this version does not know stay in it, and are written again with it.
 */
export const stored = <Shape extends z.core.$ZodShape>(shape: Shape): z.ZodMiniObject<Shape, z.core.$strip> =>
  z.looseObject(shape);
