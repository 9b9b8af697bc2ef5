"""What images, documents and videos share: who may read a file, what is in use, blocks."""
