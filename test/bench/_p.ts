import { buildLedger } from '#main/domain/ledger/build-ledger.ts';
import { inventPopulation } from './population.ts';
const text = JSON.stringify(inventPopulation({ images: 10_000, layersEach: 15, store:(process.argv[2]??'classic') as any, seed: 20_261_123 }));
let t=1e9; const ts=[]; for(let i=0;i<25;i++){const s=JSON.parse(text); const c=process.threadCpuUsage(); buildLedger(s); const d=process.threadCpuUsage(c); ts.push((d.user+d.system)/1000)}
ts.sort((a,b)=>a-b); console.log('min',ts[0],'median',ts[12]);
