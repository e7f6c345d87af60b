import type { Settings } from '@courtyard/database';
import { openInstallation } from '../installation/installation.js';
import { type House, openHouse } from './house.js';

/** Beside the running product, or on the embedded database, which is started for this and stopped afterwards. */
export async function withHouse(settings: Settings, work: (house: House) => Promise<void>): Promise<void> {
  const installation = await openInstallation(settings, { joinRunning: true });
  try {
    const house = await openHouse(installation);
    try {
      await work(house);
    } finally {
      await house.close();
    }
  } finally {
    await installation.close();
  }
}
