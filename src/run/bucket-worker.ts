import { workerData } from 'node:worker_threads';
import { serve } from '../extract/threads.js';
import { bucketEvaluator } from './evaluate-buckets.js';

serve(bucketEvaluator(workerData));
