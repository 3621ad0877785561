import { serve } from '../threads.js';
import { siftPiece } from './sift-piece.js';

serve(siftPiece);
