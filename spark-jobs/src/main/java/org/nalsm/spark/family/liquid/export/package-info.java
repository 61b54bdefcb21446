/** What a liquid has learned, as files for other programs. {@link org.nalsm.spark.family.liquid.export.LiquidFiles} is all that others see. */
package org.nalsm.spark.family.liquid.export;
