import { checkClaim } from '../../properties/check-claim.js';
addEventListener('message', async ({data}) => { try { postMessage(await checkClaim(data.text)); } catch (e) { postMessage({error: String(e), stack: (e as Error).stack}); } });
