# docker build -t wgan-lab .
# mkdir -p out && docker run --rm -v "$PWD/out:/out" wgan-lab   # the whole pipeline; the page and the images in out/
# docker run --rm wgan-lab python -m stages.train --help
FROM python:3.12-slim-bookworm

# git: DVC reads the repository; make: the one way to set up
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git make \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /lab
# packages first: they change less often than code
COPY Makefile requirements.lock ./
RUN make setup
COPY . .
# a stopped run goes on in the next container
ENV PATH=/lab/.venv/bin:$PATH WGAN_CHECKPOINT_DIR=/out/.checkpoints
CMD ["sh", "-c", "make && cp -r reports samples models /out && cd /out && chown -R --reference=. reports samples models .checkpoints"]
